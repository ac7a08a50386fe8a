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
import secondsite.agent.stage.LoopDevice;

/** A process that tracks a device in use is killed with SIGKILL, at any moment and while file systems are frozen, and another goes on. */
@Timeout(300)
class TrackedKillTest {

    @TempDir
    private Path folder;

    private TrackedMachine machine;
    private final Random random = new Random(9);
    private volatile boolean stop;
    private volatile Throwable failure;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        LoopDevice.assumeTracking();
        machine = new TrackedMachine(folder);
        machine.open().protect(1);
    }

    @AfterEach
    void end() throws IOException {
        if (machine != null) {
            if (machine.capture == null) {
                machine.open();
            }
            machine.close();
        }
    }

    private Process start(long frozenMillis) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-XX:+PerfDisableSharedMem", "-cp", System.getProperty("java.class.path"),
                TrackedProgram.class.getName(), machine.name.toString(), folder.resolve("spool").toString(),
                Long.toString(TrackedMachine.SIZE), Long.toString(frozenMillis)).redirectErrorStream(true).start();
    }

    private static void awaitLine(BufferedReader said, String wanted) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals(wanted)) {
                return;
            }
        }
        throw new IOException("it ended before it said " + wanted);
    }

    private Thread program() {
        return Thread.ofPlatform().start(() -> {
            try {
                for (int number = 1; !stop; number++) {
                    machine.keep(number);
                }
            } catch (IOException e) {
                failure = e;
            }
        });
    }

    @Test
    void killedAtAnyMomentTheNextGoesOnWithoutAComparisonOrSaysThatItCannot() throws Exception {
        kill(6);
    }

    @Test
    @Tag("long")
    void theSameAHundredTimes() throws Exception {
        kill(100);
    }

    private void kill(int kills) throws Exception {
        Thread program = program();
        int wentOn = 0;
        ToldDisk replica = new ToldDisk(machine.capture, folder.resolve("replica"));
        try {
            replica.bringTo(machine.capture.consistentFrom(), machine.capture);
            for (int kill = 0; kill < kills; kill++) {
                machine.endAgent();
                killOne();
                machine.open();
                if (machine.capture.situation().state() == CaptureState.LOGGING) {
                    wentOn++;
                } else {
                    assertThat(machine.capture.situation().reason()).isEqualTo(GapReason.WRITES_UNTOLD);
                    machine.capture.unprotect();
                    machine.capture.protect(1);
                    replica.close();
                    replica = new ToldDisk(machine.capture, folder.resolve("replica"));
                }
                replica.bringTo(machine.capture.consistentFrom(), machine.capture);
            }
            stop = true;
            program.join();
            assertThat(failure).isNull();
            machine.closeList();
            machine.loop.unmount();
            replica.bringTo(machine.capture.consistentFrom(), machine.capture);
            assertThat(replica.mismatch(machine.capture)).isNegative();
        } finally {
            stop = true;
            program.join();
            replica.close();
        }
        assertThat(wentOn).as("kills after which nothing had to be compared").isPositive();
    }

    private void killOne() throws Exception {
        Process agent = start(0);
        try (BufferedReader said = agent.inputReader()) {
            String state = said.readLine();
            assertThat(state).isEqualTo("LOGGING");
            TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
            agent.destroyForcibly();
            assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void fileSystemsAreThawedWhoeverFrozeThemIsKilled() throws Exception {
        machine.endAgent();
        Process agent = start(60_000);
        try (BufferedReader said = agent.inputReader()) {
            awaitLine(said, "frozen");
            agent.destroyForcibly();
            assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        // Would wait for ever on a file system that is still frozen; the test's limit would end it.
        machine.keep(1);
        machine.open();
        // What it heard while it was frozen it could not write down.
        assertThat(machine.capture.situation().reason()).isIn(GapReason.NONE, GapReason.WRITES_UNTOLD);
    }

    @Test
    void fileSystemsAreThawedWhenTheirTimeIsOverAndThePointIsNotMade() throws Exception {
        machine.endAgent();
        Process agent = start(60_000);
        try (BufferedReader said = agent.inputReader()) {
            awaitLine(said, "frozen");
            machine.keep(1);
        } finally {
            agent.destroyForcibly();
            assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
