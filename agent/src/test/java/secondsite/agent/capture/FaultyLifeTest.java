package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;

/**
 * The spool's device fails now and then, once or for good, in every state of a capture; the process is killed, the power is lost, and
 * the device is well again. The guest never hears of it, has what it was promised, and a comparison of what is dirty is enough.
 */
class FaultyLifeTest {

    @Test
    void theGuestGoesOnAndTheReplicaBecomesEqual() {
        run(1, 400);
    }

    @Test
    @Tag("long")
    void theGuestGoesOnAndTheReplicaBecomesEqualForLong() {
        run(10_000, 20_000);
    }

    private static void run(long from, int seeds) {
        for (long seed = from; seed < from + seeds; seed++) {
            try {
                new Life(seed).live();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Life {

        private final CaptureWorld world;
        private final Random random;
        private final Faults faults;
        private final FailingFolder device;

        Life(long seed) throws IOException {
            world = new CaptureWorld(seed, 64 << 20);
            random = world.random;
            faults = new Faults(new Random(seed));
            device = new FailingFolder(world.machine, faults);
        }

        void live() throws IOException {
            for (int run = 0; run < 4; run++) {
                world.open(world.machine, device);
                judge(run);
                for (int i = random.nextInt(12); i > 0; i--) {
                    act();
                }
                somethingFailsSoon();
                for (int i = random.nextInt(12); i > 0; i--) {
                    act();
                }
                crash();
            }
            world.open();
            heal();
        }

        private void somethingFailsSoon() {
            Faults.Kind kind = Faults.Kind.values()[random.nextInt(Faults.Kind.values().length)];
            faults.fail(random.nextInt(30), kind, random.nextInt(3) == 0);
        }

        private void act() throws IOException {
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> world.write();
                case 3, 4, 5 -> world.writeGroup();
                case 6 -> world.zero();
                case 7, 8 -> world.flush();
                case 9, 10 -> tried(world::checkpoint);
                case 11 -> tried(this::ship);
                case 12 -> tried(this::compareSome);
                default -> gapNowAndThen();
            }
        }

        private interface Step {
            void take() throws IOException;
        }

        /** What nobody but the agent hears of. */
        private static void tried(Step step) {
            try {
                step.take();
            } catch (IOException e) {
                assertThat(e).hasMessage(e.getMessage().strip()).hasMessageMatching("(?s).{10,}");
            }
        }

        private void ship() throws IOException {
            world.capture.recoverSpool();
            world.restartIfBehind();
            world.ship();
        }

        private void compareSome() throws IOException {
            ship();
            if (world.capture.status().situation().state() != CaptureState.LOGGING) {
                world.resync(random.nextInt(30));
            }
        }

        private void gapNowAndThen() throws IOException {
            if (random.nextInt(3) == 0) {
                world.capture.gap(GapReason.ORDERED, "", random.nextInt(5) == 0);
            }
        }

        private boolean powerLost;

        private void crash() {
            powerLost = random.nextBoolean();
            if (powerLost) {
                world.losePower();
            } else {
                world.kill();
            }
            faults.heal();
        }

        private void judge(int run) throws IOException {
            if (run > 0 && powerLost) {
                world.assertPromisesHold();
            } else {
                world.assertNothingLost();
            }
        }

        private void heal() throws IOException {
            world.capture.checkpoint();
            ship();
            world.capture.checkpoint();
            if (world.capture.status().situation().state() != CaptureState.LOGGING) {
                world.resync(Integer.MAX_VALUE);
            }
            world.ship();
            assertThat(world.capture.status().situation().state()).isEqualTo(CaptureState.LOGGING);
            world.assertReplicaEqualsDisk();
        }
    }
}
