package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine;
import secondsite.api.Json;
import secondsite.api.client.FailoverClient;
import secondsite.api.host.Boot;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.RecoverySettings;
import secondsite.server.administration.Administration;
import secondsite.server.administration.Person;
import secondsite.server.administration.Surroundings;
import secondsite.server.configuration.PointStage.Machine;

/** The verbs about failovers, as a person types them. */
@Timeout(120)
class FailoverVerbsTest {

    private final Queue<String> typed = new ArrayDeque<>();
    @TempDir
    private static Path folder;

    private static PointStage stage;
    private static HostStandIn host;

    private record Ended(int code, String out, String err) {}

    /** The program, without its other verbs. */
    @Command(name = "secondsite")
    private static final class Program {}

    private final class Typing implements Person {
        @Override
        public boolean present() {
            return false;
        }

        @Override
        public String answer(String question) {
            return typed.remove();
        }

        @Override
        public String secret(String question) {
            return typed.remove();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        stage = new PointStage(folder);
        host = stage.host();
    }

    @AfterAll
    static void end() throws IOException {
        stage.close();
    }

    private Ended run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var program = new CommandLine(new Program());
        Administration.addTo(program, new Surroundings(folder.resolve("no session"), ZoneOffset.UTC,
                InstantSource.system(), new Typing()));
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(Arrays.stream(words).map(Object::toString).toList());
        all.addAll(List.of("--certificate-folder", folder.resolve("configuration/administrator").toString(),
                "--server", stage.server.address().toString()));
        int code = program.execute(all.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private String well(Object... words) {
        Ended ended = run(words);
        assertThat(ended.code()).as(ended.toString()).isZero();
        return ended.out();
    }

    private <T> T json(Class<T> type, Object... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        return Json.read(well(all.toArray()).getBytes(StandardCharsets.UTF_8), type);
    }

    private Machine machine(String name) throws Exception {
        Machine machine = stage.protect(name, 1);
        stage.sender(machine.disk(0)).write(5);
        stage.arrived(machine.disk(0));
        new FailoverClient(stage.server.asAdministrator()).set(machine.id(), new RecoverySettings(128, 1,
                new Boot.DirectKernel(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"), ""), null, List.of(),
                List.of(), null));
        return machine;
    }

    private Failover open(String machine) throws IOException {
        return json(Failover[].class, "failovers", "--machine", machine, "--open")[0];
    }

    @Test
    void aTestIsBegunShownAndCleanedUp() throws Exception {
        machine("web");
        assertThat(well("failover", "test", "web", "--wait")).contains("is done");
        UUID id = open("web").id();
        assertThat(well("failovers", "--open")).contains("web", "test", "running", id.toString());
        assertThat(well("failover", "show", id)).contains("running", "keeper", "latest");
        assertThat(well("failover", "show", id, "--console")).isNotNull();
        assertThat(run("failover", "test", "web").err()).contains("FAILOVER_OPEN");
        assertThat(run("failover", "commit", id, "--yes").err()).contains("cannot be committed");
        assertThat(well("failover", "clean", id, "--notes", "all is well", "--wait")).contains("is done");
        assertThat(well("failover", "show", id)).contains("cleaned", "all is well");
        assertThat(host.exports).isEmpty();
    }

    @Test
    void whatIsInEarnestIsShownFirstAndTheMachinesNameTyped() throws Exception {
        Machine shop = machine("shop");
        Ended refused = run("failover", "planned", "shop");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("refused: SOURCE_POWER_UNKNOWN", "cannot be ordered now");
        stage.reportGateway();
        try (var source = new SourceStandIn(stage, host, shop)) {
            typed.add("web");
            Ended wrong = run("failover", "unplanned", "shop");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("unplanned", "lost", "keeper", "nothing was done");
            typed.add("shop");
            assertThat(well("failover", "unplanned", "shop", "--wait")).contains("is done");
            assertThat(source.fenced()).isTrue();
            Failover pending = open("shop");
            assertThat(pending.state()).isEqualTo(FailoverState.COMMIT_PENDING);
            assertThat(well("failover", "point", pending.id(), "latest", "--yes", "--wait")).contains("is done");
            assertThat(well("failover", "cancel", pending.id(), "--yes", "--wait")).contains("is done");
        }
        assertThat(well("failovers", "--machine", "shop")).contains("cancelled");
    }

    @Test
    void networksAreMappedAndACopysCardsAreShownBeforeItIsMade() throws Exception {
        UUID data = machine("data").id();
        well("network", "add", "br-dr", "--site", "Secondary", "--subnet", "10.7.0.0/24", "--gateway", "10.7.0.1");
        well("network", "add", "LAN", "--site", "Primary", "--production", "br-dr");
        well("network", "add", "LAN", "--site", "Secondary");
        assertThat(run("network", "map", "LAN", "--subnet", "10.0.0.0/24").err()).contains("Primary/LAN",
                "Secondary/LAN");
        well("network", "map", "Primary/LAN", "--subnet", "192.168.7.0/24", "--test", "Secondary/LAN");
        assertThat(well("networks")).containsPattern("LAN +Primary +192.168.7.0/24 +- +br-dr +Secondary/LAN");
        well("network", "map", "Primary/LAN", "--test", "none");
        assertThat(well("networks")).containsPattern("LAN +Primary +192.168.7.0/24 +- +br-dr +- +[0-9a-f]{8}-");

        assertThat(run("network", "card", "data", "52:54:00:00:00:01", "--address", "10.7.0.20").err())
                .contains("is no IPv4 address with a prefix");
        well("network", "card", "data", "52:54:00:00:00:01", "--network", "Primary/LAN", "--address", "10.7.0.20/24");
        well("network", "card", "data", "52:54:00:00:00:01", "--gateway", "10.7.0.1");
        assertThat(new FailoverClient(stage.server.asAdministrator()).settings(data).cards()).hasSize(1);
        assertThat(run("failover", "unplanned", "data").err()).containsPattern(
                "52:54:00:00:00:01 +LAN +br-dr +10.7.0.20/24 +10.7.0.1");
    }
}
