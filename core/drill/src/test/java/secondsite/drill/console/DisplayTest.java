package secondsite.drill.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;

/** A window on a real display (Xvfb's), with a mouse and a keyboard, at a real server. The other tests of the console have JavaFX's own display in memory. */
@Timeout(300)
class DisplayTest {

    private static final int DISK = 4 << 20;

    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    private Path folder;
    private ManagedDeployment deployment;

    @BeforeEach
    void start() throws IOException {
        deployment = new ManagedDeployment(cleanUp.folder());
        cleanUp.later(deployment::close);
        deployment.machine("db", Map.of("data", Files.write(folder.resolve("disk.raw"), new byte[DISK])));
        deployment.known("db");
    }

    @AfterEach
    void end() {
        cleanUp.close();
    }

    @Test
    void somebodySignsInAndGoesToTheMachines() throws IOException {
        Path seen = folder.resolve("seen");
        var console = new Program("console", seen, List.of("env", "DISPLAY=" + display(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dglass.platform=gtk",
                "-Dprism.order=sw", "-cp", System.getProperty("java.class.path"), ClickedConsole.class.getName(),
                deployment.address().toString(), deployment.authority(), password().toString(),
                folder.resolve("kept").toString()), cleanUp);
        console.start();
        Patience.until("the console was clicked through", ManagedDeployment.LONG, () -> !console.alive());
        assertThat(seen).content().contains("on a display of 1500 x 950", "machines: db");
    }

    private Path password() throws IOException {
        return Files.writeString(folder.resolve("password"), deployment.firstPassword());
    }

    /** @return its name */
    private String display() {
        Path log = folder.resolve("display");
        var xvfb = new Program("Xvfb", log, List.of("Xvfb", "-displayfd", "1", "-screen", "0", "1500x950x24",
                "-nolisten", "tcp"), cleanUp);
        xvfb.start();
        Patience.until("the display is there", ManagedDeployment.LONG,
                () -> xvfb.running() && number(log).matches("\\d+"));
        return ":" + number(log);
    }

    private static String number(Path log) {
        try {
            return Files.readAllLines(log).stream().map(String::strip).filter(line -> line.matches("\\d+")).findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
