package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that mirrors a guest's disk is killed with SIGKILL at any moment, and another goes on: no write of the guest fails or waits for ever, and what
 * was read once and is told is the disk.
 */
@Timeout(600)
class MirrorKillTest {

    @TempDir
    private Path folder;

    private MirroredMachine machine;
    private final Random random = new Random(9);
    private volatile boolean stop;
    private volatile Throwable failure;

    @BeforeEach
    void begin() throws Exception {
        machine = new MirroredMachine(folder);
        machine.open().protect(1);
    }

    @AfterEach
    void end() throws IOException {
        machine.close();
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-XX:+PerfDisableSharedMem", "-cp", System.getProperty("java.class.path"),
                MirrorProgram.class.getName(), folder.toString()).redirectErrorStream(true).start();
    }

    private Thread program() {
        return Thread.ofPlatform().start(() -> {
            try {
                for (int number = 1; !stop; number++) {
                    machine.scribble(random, 1);
                    machine.write(1 + number % 255, number % 1000 * 512L, 512);
                }
            } catch (IOException | AssertionError e) {
                failure = e;
            }
        });
    }

    @Test
    void killedAtAnyMomentTheGuestGoesOnAndTheNextMirrorsAndCompares() throws Exception {
        kill(5);
    }

    @Test
    @Tag("long")
    void theSameAHundredTimes() throws Exception {
        kill(100);
    }

    private void kill(int kills) throws Exception {
        Thread program = program();
        try (var replica = new ToldDisk(machine.capture, folder.resolve("replica"))) {
            replica.bringTo(machine.capture.consistentFrom(), machine.capture);
            machine.endAgent();
            for (int kill = 0; kill < kills; kill++) {
                killOne();
            }
            machine.open();
            machine.compareAgain();
            stop = true;
            program.join();
            assertThat(failure).isNull();
            replica.bringToEnd(machine.capture);
            assertThat(machine.mismatch(replica.image())).as("first byte that differs").isNegative();
        } finally {
            stop = true;
            program.join();
        }
    }

    /** While it begins, compares, or makes points. */
    private void killOne() throws Exception {
        Process agent = start();
        try (BufferedReader said = agent.inputReader()) {
            if (random.nextInt(3) > 0) {
                String line = said.readLine();
                assertThat(line).startsWith("compared ");
                long compared = Long.parseLong(line.substring("compared ".length()));
                assertThat(compared).as("what was written since the start, at most").isLessThan(MirroredMachine.SIZE);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(700));
            agent.destroyForcibly();
            assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
