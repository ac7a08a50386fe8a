package secondsite.engine.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BandwidthTest {

    private static final double SECOND = 1e9;

    @Test
    void letsThroughWhatTheLimitAllowsOverAnyLongTime() {
        var random = new Random(5);
        for (long limit : new long[]{10_000, 1_000_000, 250_000_000}) {
            var bandwidth = new Bandwidth(limit);
            long now = random.nextLong();
            long begun = now;
            long sent = 0;
            while (now - begun < 60 * SECOND) {
                int bytes = 1 + random.nextInt((int) Math.min(limit, 4 << 20));
                now += bandwidth.take(bytes, now);
                sent += bytes;
            }
            assertThat(sent / ((now - begun) / SECOND)).isBetween(limit * 0.98, limit * 1.03);
        }
    }

    @Test
    void allowsOnlyAShortBurstAfterAPause() {
        var bandwidth = new Bandwidth(1000);
        bandwidth.take(1, 0);
        long later = (long) (3600 * SECOND);
        long sentAtOnce = 0;
        while (bandwidth.take(10, later) == 0) {
            sentAtOnce += 10;
        }
        assertThat(sentAtOnce).isLessThanOrEqualTo(270);
    }

    @Test
    void zeroIsNoLimit() {
        var bandwidth = new Bandwidth(0);
        for (int i = 0; i < 100; i++) {
            assertThat(bandwidth.take(Integer.MAX_VALUE, 0)).isZero();
        }
    }

    @Test
    void aChangeHoldsFromThenOn() {
        var bandwidth = new Bandwidth(1_000_000);
        long now = 0;
        for (int i = 0; i < 100; i++) {
            now += bandwidth.take(100_000, now);
        }
        bandwidth.limit(10_000);
        long changed = now;
        long sent = 0;
        while (now - changed < 30 * SECOND) {
            now += bandwidth.take(1000, now);
            sent += 1000;
        }
        assertThat(sent).isBetween(270_000L, 310_000L);
        bandwidth.limit(0);
        assertThat(bandwidth.take(1 << 30, now)).isZero();
    }
}
