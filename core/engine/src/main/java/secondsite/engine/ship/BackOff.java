package secondsite.engine.ship;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double from failure to failure up to a limit, each shortened by up to a half at random so that many do not come at once. */
final class BackOff {

    private final long firstNanos;
    private final long limitNanos;
    private final RandomGenerator random;
    private int failures;

    BackOff(Duration first, Duration limit, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.limitNanos = limit.toNanos();
        this.random = random;
    }

    /** How long to wait after one more failure. */
    Duration next() {
        long nanos = firstNanos << Math.min(failures++, 20);
        long bounded = nanos <= 0 || nanos > limitNanos ? limitNanos : nanos;
        return Duration.ofNanos((long) (bounded * (0.5 + random.nextDouble() / 2)));
    }

    void reset() {
        failures = 0;
    }
}
