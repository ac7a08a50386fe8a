package secondsite.drill.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.qmp.Qmp;
import secondsite.drill.deployment.Deployment;
import secondsite.drill.deployment.Place;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.SourceGuest;
import secondsite.server.hypervisor.Guest;
import secondsite.server.hypervisor.GuestLedger;

/**
 * A guest that runs on a disk of its own, and keeps a ledger on it, is protected without a stop. What it said to be durable is the oracle.
 */
@Timeout(600)
class MirroredGuestTest {

    private static final Duration LONG = Duration.ofSeconds(180);
    private static final long SIZE = 64L << 20;

    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    Path folder;

    private Path image;
    private SourceGuest guest;
    private Deployment deployment;
    private int copies;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    private void begin() throws Exception {
        image = Guest.disk(folder.resolve("guest.raw"), "64M");
        assertThat(Files.size(image)).isEqualTo(SIZE);
        guest = SourceGuest.onImage(folder.resolve("g"), image, cleanUp);
        guest.start();
        awaitLedger(3);
        deployment = new Deployment(folder.resolve("s"), SIZE, Place.here(), cleanUp);
        deployment.mirror(guest.qmp(), "root");
        deployment.start();
    }

    private void awaitLedger(int more) {
        long wanted = guest.told() + more;
        Patience.until("the guest tells more: " + guest.said(), LONG, () -> guest.told() >= wanted);
    }

    private Path latest() throws IOException {
        Path copy = folder.resolve("copy" + ++copies + ".raw");
        deployment.open("latest", export -> Shell.run("nbdcopy", export.uri(), copy.toString()));
        return copy;
    }

    /** What the guest told until now is in the latest point. */
    private void assertLedger() throws IOException {
        long told = guest.told();
        deployment.awaitCaughtUp();
        GuestLedger kept = GuestLedger.of(latest());
        assertThat(kept.fault()).isEmpty();
        assertThat(kept.last()).isGreaterThanOrEqualTo(told);
    }

    private void qmp(String command) throws IOException {
        try (Qmp qmp = Qmp.connect(guest.qmp(), Duration.ofSeconds(30))) {
            qmp.ask(command);
        }
    }

    @Test
    void aRunningGuestIsProtectedThroughRebootAndDeathsOfTheAgent() throws Exception {
        begin();
        assertLedger();

        qmp("system_reset");
        Patience.until("it has booted again", LONG, () -> guest.said().split("ledger begins after").length > 2);
        awaitLedger(3);
        assertLedger();
        assertThat(deployment.status().state()).as("a reboot is nothing").isEqualTo("LOGGING");

        deployment.agent().kill();
        awaitLedger(3);
        deployment.agent().start();
        deployment.awaitAgent();
        awaitLedger(3);
        assertLedger();

        deployment.agent().stop();
        awaitLedger(3);
        deployment.agent().start();
        deployment.awaitAgent();
        assertLedger();

        qmp("stop");
        deployment.awaitCaughtUp();
        assertThat(Files.mismatch(image, latest())).as("first byte that differs").isNegative();
    }
}
