package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;

/**
 * One scenario, run once for each of its calls of a device with that call failing, or all from it on. Then the machine loses power, or
 * the process is killed, and the device is well again: the guest has what it was promised, and a comparison of what is dirty makes the
 * replica equal.
 */
class FailedCallTest {

    @ParameterizedTest
    @CsvSource({"EIO, false", "EIO, true", "NO_SPACE, false", "NO_SPACE, true", "SHORT_WRITE, false"})
    void whicheverCallOfTheSpoolFailsTheGuestGoesOn(Faults.Kind kind, boolean stays) throws IOException {
        long calls = new Scenario(3).countSpoolCalls();
        assertThat(calls).isGreaterThan(100);
        for (long n = 0; n < calls; n++) {
            try {
                new Scenario(3).failSpool(n, kind, stays);
            } catch (Throwable e) {
                throw new AssertionError("call " + n + " of " + calls, e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"EIO, false", "EIO, true", "SHORT_WRITE, false"})
    void whicheverCallOfTheDiskFailsNothingAcknowledgedIsLost(Faults.Kind kind, boolean stays) throws IOException {
        long calls = new Scenario(4).countDiskCalls();
        assertThat(calls).isGreaterThan(60);
        for (long n = 0; n < calls; n++) {
            try {
                new Scenario(4).failDisk(n, kind, stays);
            } catch (Throwable e) {
                throw new AssertionError("call " + n + " of " + calls, e);
            }
        }
    }

    private static final class Scenario {

        private final CaptureWorld world;
        private final Faults faults;
        private final FailingFolder device;
        private boolean opened;

        Scenario(long seed) throws IOException {
            world = new CaptureWorld(seed, 64 << 20);
            faults = new Faults(new Random(seed));
            device = new FailingFolder(world.machine, faults);
        }

        private interface Step {
            void take() throws IOException;
        }

        long countSpoolCalls() throws IOException {
            world.open(world.machine, device);
            opened = true;
            steps(30, false);
            return faults.calls();
        }

        long countDiskCalls() throws IOException {
            world.open(device, world.machine);
            opened = true;
            steps(30, false);
            return faults.calls();
        }

        void failSpool(long n, Faults.Kind kind, boolean stays) throws IOException {
            faults.fail(n, kind, stays);
            try {
                world.open(world.machine, device);
                opened = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("simulated");
            }
            steps(30, false);
            judge(n);
        }

        void failDisk(long n, Faults.Kind kind, boolean stays) throws IOException {
            faults.fail(n, kind, stays);
            tried(() -> {
                world.open(device, world.machine);
                opened = true;
            });
            steps(30, true);
            judge(n);
        }

        /** @param mayFail whether the guest may hear of failures */
        private void steps(int count, boolean mayFail) throws IOException {
            for (int i = 0; opened && i < count; i++) {
                Step guest = guestStep();
                if (mayFail) {
                    tried(guest);
                } else {
                    guest.take();
                }
                switch (world.random.nextInt(6)) {
                    case 0, 1 -> tried(world::checkpoint);
                    case 2 -> tried(this::shipIfOpen);
                    default -> {
                        // the guest goes on
                    }
                }
            }
        }

        private void shipIfOpen() throws IOException {
            if (world.capture.spool().isOpen()) {
                world.ship();
            }
        }

        private Step guestStep() {
            return switch (world.random.nextInt(6)) {
                case 0, 1 -> world::write;
                case 2, 3 -> world::writeGroup;
                case 4 -> world::zero;
                default -> world::flush;
            };
        }

        private static void tried(Step step) {
            try {
                step.take();
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }

        private void judge(long n) throws IOException {
            boolean power = n % 2 == 0;
            if (power) {
                world.losePower();
            } else {
                world.kill();
            }
            faults.heal();
            world.open();
            world.assertPromisesHold();
            heal();
        }

        private void heal() throws IOException {
            world.capture.checkpoint();
            world.capture.recoverSpool();
            world.restartIfBehind();
            world.ship();
            world.capture.checkpoint();
            if (world.capture.status().situation().state() != CaptureState.LOGGING) {
                world.resync(Integer.MAX_VALUE);
            }
            world.ship();
            assertThat(world.capture.status().situation().state()).isEqualTo(CaptureState.LOGGING);
            world.assertReplicaEqualsDisk();
            world.flush();
        }
    }
}
