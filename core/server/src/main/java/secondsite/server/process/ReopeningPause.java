package secondsite.server.process;

import java.time.Duration;
import secondsite.engine.ship.MonotonicTime;

/**
 * How long a cache that cannot be read is left alone before it is opened anew: longer each time, up to a minute. Safe for use by
 * several threads.
 */
final class ReopeningPause {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** After so long without a failure the next one is the first again. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private final MonotonicTime time;
    private Duration pause = Duration.ZERO;
    private long endNanos;
    private String reason = "";

    ReopeningPause(MonotonicTime time) {
        this.time = time;
    }

    synchronized void failed(String why) {
        boolean lately = !pause.isZero() && time.nanos() - endNanos < FORGOTTEN.toNanos();
        Duration twice = pause.multipliedBy(2);
        pause = lately ? twice.compareTo(LONGEST) < 0 ? twice : LONGEST : FIRST;
        endNanos = time.nanos() + pause.toNanos();
        reason = why;
    }

    /** Whole seconds that are left of it, rounded up; 0 when it may be tried. */
    synchronized int secondsLeft() {
        long left = pause.isZero() ? 0 : endNanos - time.nanos();
        return left <= 0 ? 0 : (int) ((left + 999_999_999) / 1_000_000_000);
    }

    /** What failed last. */
    synchronized String reason() {
        return reason;
    }
}
