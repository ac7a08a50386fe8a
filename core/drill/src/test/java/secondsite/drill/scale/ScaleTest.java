package secondsite.drill.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.Connection;
import secondsite.api.client.PolicyClient;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;

/**
 * Many agents at one configuration server: all are known, a crash of the server loses none of them, and nobody is called silent. What it
 * took is printed, with the machine's load at that moment: the agents, and whoever else is there, take the same processors.
 */
class ScaleTest {

    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    /**
     * How much of it.
     *
     * @param servers     process servers, and as many master targets
     * @param large       whether the server has the memory, the compilers and the archive of an installed one, crashes once more, and
     *                    says what memory it takes; all of it takes a while
     * @param startWithin of the agents
     * @param window      in which figures are taken
     * @param away        how long the server is away, the second time
     * @param rounds      of questions of an administrator
     * @param patience    for anything
     */
    private record Scale(int agents, int servers, boolean large, Duration startWithin, Duration window, Duration away,
            int rounds,
            Duration patience) {}

    @Test
    void aHundredAgentsReportAndACrashOfTheServerLosesNone() throws Exception {
        run(new Scale(100, 1, false, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1), 1,
                Duration.ofSeconds(120)));
    }

    @Test
    @Tag("long")
    void tenThousandAgentsReportAndACrashOfTheServerLosesNone() throws Exception {
        run(new Scale(10_000, 5, true, Duration.ofSeconds(60), Duration.ofSeconds(90), Duration.ofSeconds(40), 5,
                Duration.ofSeconds(600)));
    }

    private void run(Scale scale) throws Exception {
        ScaledServer server = new ScaledServer(folder.resolve("server"), scale.large(), cleanUp);
        if (scale.large()) {
            server.startToMakeArchive();
            server.stop();
        }
        say("start with nothing: %d ms", server.start().toMillis());
        var agents = new Population(scale.agents(), scale.servers(), server.address(), server.authority(),
                folder.resolve("agents"), scale.startWithin(), cleanUp);
        absorb("all have joined", server, agents, scale, System.nanoTime());
        observe("steady", server, agents, scale);
        if (scale.large()) {
            crash(server, agents, scale);
        }
        crashAndProtect(server, agents, scale);
    }

    /** It starts again at once, while all agents knock. */
    private static void crash(ScaledServer server, Population agents, Scale scale) throws Exception {
        server.kill();
        agents.begin();
        long killed = System.nanoTime();
        say("start while all agents knock, until one is answered: %d ms",
                server.start(() -> figures(agents).reports() > 0).toMillis());
        absorb("all are back after a crash", server, agents, scale, killed);
        observe("after the crash", server, agents, scale);
    }

    /** It is away until all have noticed, starts alone, and finds that much more is to be done. */
    private static void crashAndProtect(ScaledServer server, Population agents, Scale scale) throws Exception {
        var protection = new Protection(standardPolicy(server), scale.servers());
        server.kill();
        protection.protectAll(server.database());
        Patience.pause(scale.away().toMillis());
        agents.pause();
        say("start alone, now with %d machines that are protected: %d ms", scale.agents(), server.start().toMillis());
        agents.begin();
        agents.goOn();
        absorb("all are back after " + scale.away().toSeconds() + " s without a server", server, agents, scale,
                System.nanoTime());
        observe("with all machines protected", server, agents, scale);
    }

    private static UUID standardPolicy(ScaledServer server) throws IOException {
        try (Connection connection = server.connect()) {
            return new PolicyClient(connection).policies().standard();
        }
    }

    private static void absorb(String what, ScaledServer server, Population agents, Scale scale, long begin)
            throws IOException {
        double[] begun = processors(server, agents);
        Patience.until(what, scale.patience(), () -> {
            Patience.pause(200);
            return figures(agents).agents() == scale.agents();
        });
        double[] ended = processors(server, agents);
        say("%s: %.1f s, processor time %.1f s of the server, %.1f s of the agents; %s", what, seconds(begin),
                ended[0] - begun[0], ended[1] - begun[1], agents.figures());
    }

    /** Seconds of the server, and of the agents. */
    private static double[] processors(ScaledServer server, Population agents) throws IOException {
        return new double[]{server.cpuSeconds(), agents.figures().cpuSeconds()};
    }

    private static Figures figures(Population agents) {
        try {
            return agents.figures();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void observe(String when, ScaledServer server, Population agents, Scale scale) throws IOException {
        agents.begin();
        double[] begun = processors(server, agents);
        double collecting = scale.large() ? server.collectionSeconds() : 0;
        long begin = System.nanoTime();
        Patience.pause(scale.window().toMillis());
        Figures seen = agents.figures();
        double seconds = seconds(begin);
        double[] ended = processors(server, agents);
        say("%s: %.0f reports/s; %s", when, seen.reports() / seconds, seen);
        say("%s: %.2f of a processor; the agents %.2f", when, (ended[0] - begun[0]) / seconds,
                (ended[1] - begun[1]) / seconds);
        double collected = scale.large() ? (server.collectionSeconds() - collecting) / seconds : 0;
        ask(when, server, scale);
        if (scale.large()) {
            say("%s: %.3f of a processor for collecting rubbish; heap %d MiB, %d MiB after a collection; resident at most %d MiB",
                    when, collected, server.heapMebibytes(), server.liveMebibytes(), server.mostResidentMebibytes());
        }
        assertThat(seen.silent()).isZero();
        assertThat(seen.failures()).as(seen.lastError()).isZero();
    }

    private static void ask(String when, ScaledServer server, Scale scale) throws IOException {
        try (Connection connection = server.connect()) {
            var lists = new Lists(scale.agents(), connection);
            for (int i = 0; i < scale.rounds(); i++) {
                lists.ask();
            }
            for (String line : lists.told()) {
                say("%s: %s", when, line);
            }
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void say(String format, Object... arguments) throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        System.out.printf(Locale.ROOT, "scale [load %s]: %s%n", load, String.format(Locale.ROOT, format, arguments));
    }
}
