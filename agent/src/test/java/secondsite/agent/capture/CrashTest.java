package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills and losses of power at any moment, many times, from one seed each. */
class CrashTest {

    private static final long SMALL_SPOOL = 4 << 20;
    private static final long LARGE_SPOOL = 1 << 30;
    private static final int SEEDS = 60;

    @Test
    void nothingFlushedIsLostAndMarkedRegionsAreEnough() {
        run(1, SEEDS);
    }

    @Test
    @Tag("long")
    void nothingFlushedIsLostAndMarkedRegionsAreEnoughForLong() {
        run(SEEDS + 1, 20_000);
    }

    private static void run(long from, int seeds) {
        Map<GapReason, Integer> gaps = new EnumMap<>(GapReason.class);
        for (long seed = from; seed < from + seeds; seed++) {
            try {
                new Life(seed, gaps).live();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(gaps.get(GapReason.POWER_LOSS)).as("comparisons after a loss of power").isGreaterThan(seeds / 2);
        assertThat(gaps.get(GapReason.SPOOL_FULL)).as("full spools").isGreaterThan(seeds / 10);
    }

    /** One disk over some crashes. */
    private static final class Life {

        private final CaptureWorld world;
        private final Map<GapReason, Integer> gaps;
        private final int checkpoints;
        private final boolean ships;
        private CaptureState seen = CaptureState.LOGGING;

        Life(long seed, Map<GapReason, Integer> gaps) throws IOException {
            this.gaps = gaps;
            boolean small = seed % 3 == 0;
            world = new CaptureWorld(seed, small ? SMALL_SPOOL : LARGE_SPOOL);
            world.writesMore(small ? 8 : 1);
            checkpoints = world.random.nextInt(4);
            ships = world.random.nextInt(3) == 0;
        }

        void live() throws IOException {
            world.open();
            for (int run = 0; run < 5; run++) {
                for (int i = world.random.nextInt(60); i > 0; i--) {
                    act();
                    look();
                }
                crash();
                look();
            }
            heal();
        }

        private void look() {
            Situation now = world.capture.status().situation();
            assertThat(now.wholeDisk()).isFalse();
            if (now.state() == CaptureState.RESYNC_REQUIRED && seen != CaptureState.RESYNC_REQUIRED) {
                gaps.merge(now.reason(), 1, Integer::sum);
            }
            seen = now.state();
        }

        private void act() throws IOException {
            switch (world.random.nextInt(17 + checkpoints)) {
                case 0, 1, 2, 3, 4 -> world.write();
                case 5, 6, 7, 8 -> world.writeGroup();
                case 9 -> world.zero();
                case 10, 11, 12 -> world.flush();
                case 13 -> shipNowAndThen();
                case 14, 15 -> compareSome();
                case 16 -> orderedGap();
                default -> world.checkpoint();
            }
        }

        private void shipNowAndThen() throws IOException {
            if (ships || world.random.nextInt(10) == 0) {
                world.ship();
            }
        }

        private void orderedGap() throws IOException {
            if (world.random.nextInt(5) == 0) {
                world.capture.gap(GapReason.ORDERED, "", false);
            }
        }

        private void compareSome() throws IOException {
            CaptureState now = world.capture.status().situation().state();
            if (now == CaptureState.RESYNCING
                    || now == CaptureState.RESYNC_REQUIRED && world.capture.spool().hasRoom()) {
                world.resync(world.random.nextInt(20));
            }
        }

        private void crash() throws IOException {
            CaptureState before = world.capture.status().situation().state();
            switch (world.random.nextInt(5)) {
                case 0 -> {
                    world.capture.close();
                    world.open();
                    world.assertNothingLost();
                    assertThat(world.capture.status().situation().state()).isEqualTo(before);
                }
                case 1, 2 -> {
                    world.kill();
                    world.open();
                    world.assertNothingLost();
                    assertThat(world.capture.status().situation().state()).isEqualTo(before);
                }
                default -> {
                    world.losePower();
                    world.open();
                    world.assertPromisesHold();
                }
            }
        }

        private void heal() throws IOException {
            world.ship();
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
