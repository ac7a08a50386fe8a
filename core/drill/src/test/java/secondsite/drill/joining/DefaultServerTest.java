package secondsite.drill.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.deployment.JavaProgram;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;

/**
 * The real program with no configuration at all, in an empty home. It takes the ports of an installation, so it runs in a network of its
 * own; where the machine allows none, the test is left out.
 */
class DefaultServerTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final List<String> OWN_NETWORK = List.of("unshare", "-rn", "sh", "-c",
            "ip link set lo up && exec \"$@\"", "sh");
    private static final List<String> LISTENS = List.of("configuration server listens on 127.0.0.1:19442",
            "process server process-server listens on 127.0.0.1:19443",
            "master target master-target listens on 127.0.0.1:19444");

    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    private Program server(Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--chdir=" + folder,
                "SECONDSITE_HOME=" + folder.resolve("home")));
        command.addAll(OWN_NETWORK);
        command.addAll(JavaProgram.SERVER.command("server"));
        return new Program("server", log, command, cleanUp);
    }

    private static void start(Program server, Path log) {
        server.start();
        Patience.until("all three roles listen", START, () -> server.running() && read(log).contains("ready"));
        assertThat(read(log)).contains(LISTENS);
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void itStartsInAnEmptyHomeShowsThePassphraseOnceAndAllRolesListen() throws Exception {
        List<String> attempt = new ArrayList<>(OWN_NETWORK);
        attempt.add("true");
        assumeTrue(Shell.attempt(attempt).fine(), "this machine allows no network of one's own");
        Path log = folder.resolve("first.log");
        Program first = server(log);
        start(first, log);
        assertThat(read(log)).contains("This is a new deployment").containsPattern("passphrase +[0-9A-Z-]{35}")
                .containsPattern("authority +sha256:[0-9a-f]{64}")
                .contains("keep everything in " + folder.resolve("home"));
        Patience.until("both servers were assigned something", START,
                () -> Files.exists(folder.resolve("home/cache/assigned"))
                        && Files.exists(folder.resolve("home/replicas/assigned")));
        first.stop();

        Path next = folder.resolve("second.log");
        Program second = server(next);
        start(second, next);
        second.stop();
        assertThat(read(next)).contains("ended").doesNotContain("passphrase");
        try (var home = Files.list(folder)) {
            assertThat(home.map(file -> file.getFileName().toString())).as("nothing elsewhere")
                    .containsExactlyInAnyOrder("home", "first.log", "second.log");
        }
    }
}
