package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;

/** A force fails, of the disk, of the spool or of both, and what it should have made durable is lost: who has to hear of it does. */
class FailedForceTest {

    private static final int SEEDS = 100;

    @Test
    void aFlushWhileNothingIsLoggedHearsOfAForceThatFailedBefore() throws IOException {
        var life = new Life(1);
        life.world.capture.gap(GapReason.ORDERED, "", false);
        life.world.write();
        life.failDiskForce();
        assertThatThrownBy(life.world.capture::checkpoint).hasMessageContaining("while forcing");
        assertThatThrownBy(life.world.capture::resyncBegins).hasMessageContaining("nobody has asked");
        assertThatThrownBy(life.world.capture.served()::flush).hasMessageContaining("earlier writes");
        life.goOn();
    }

    @Test
    void aFlushWhileNothingIsLoggedHearsOfItsOwnForceOnce() throws IOException {
        var life = new Life(1);
        life.world.capture.gap(GapReason.ORDERED, "", false);
        life.world.write();
        life.failDiskForce();
        assertThatThrownBy(life.world.capture.served()::flush).hasMessageContaining("while forcing");
        life.goOn();
    }

    /** The spool has what the disk lost. */
    @Test
    void aFlushWhileLoggingHearsOfNothing() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            var life = new Life(seed);
            life.writes();
            life.failDiskForce();
            assertThatThrownBy(life.world.capture::checkpoint).hasMessageContaining("while forcing");
            life.world.flush();
            life.world.capture.gap(GapReason.ORDERED, "", false);
            life.world.flush();
            life.losePower();
        }
    }

    /** Neither the disk nor the spool may have all of it. */
    @Test
    void aFlushHearsWhenTheSpoolLostWhatTheDiskLostBefore() throws IOException {
        int told = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var life = new Life(seed);
            life.writes();
            life.failDiskForce();
            assertThatThrownBy(life.world.capture::checkpoint).hasMessageContaining("while forcing");
            life.writes();
            life.failSpoolForce();
            told += life.flushed() ? 0 : 1;
            assertThat(life.state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
            if (seed % 2 == 0) {
                life.losePower();
            }
            life.goOn();
        }
        assertThat(told).as("flushes that could not be kept").isBetween(10, SEEDS - 10);
    }

    private static final class Life {

        private final CaptureWorld world;
        private final Faults ofDisk;
        private final Faults ofSpool;

        Life(int seed) throws IOException {
            world = new CaptureWorld(seed, 64 << 20);
            ofDisk = new Faults(new Random(seed));
            ofSpool = new Faults(new Random(seed));
            world.open(new FailingFolder(world.machine, ofDisk), new FailingFolder(world.machine, ofSpool));
        }

        void writes() throws IOException {
            for (int i = 0; i < 5; i++) {
                world.writeGroup();
            }
        }

        void failDiskForce() {
            ofDisk.fail(0, Faults.Kind.EIO, false);
        }

        /** After the write of the flush itself. */
        void failSpoolForce() {
            ofSpool.fail(1, Faults.Kind.EIO, false);
        }

        boolean flushed() throws IOException {
            try {
                world.flush();
                return true;
            } catch (IOException told) {
                assertThat(told).hasMessageContaining("earlier writes");
                return false;
            }
        }

        void losePower() throws IOException {
            world.losePower();
            world.open();
            world.assertPromisesHold();
        }

        CaptureState state() {
            return world.capture.status().situation().state();
        }

        /** All is well again: the guest is served, and a comparison of what is dirty makes the replica equal. */
        void goOn() throws IOException {
            world.write();
            world.flush();
            world.capture.recoverSpool();
            world.restartIfBehind();
            world.resync(Integer.MAX_VALUE);
            world.ship();
            assertThat(state()).isEqualTo(CaptureState.LOGGING);
            world.assertReplicaEqualsDisk();
        }
    }
}
