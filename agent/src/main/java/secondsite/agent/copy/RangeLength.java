package secondsite.agent.copy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the ranges are that are compared with one question: ever longer while the target answers at once, so that questions cost
 * little, and short where it has much to read for an answer. Safe for use by several threads.
 */
final class RangeLength {

    static final long SHORTEST_BYTES = 16L << 20;
    static final long LONGEST_BYTES = 256L << 20;
    private static final long PROMPT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SLOW_NANOS = Duration.ofSeconds(4).toNanos();

    private final AtomicLong bytes = new AtomicLong(SHORTEST_BYTES);

    long bytes() {
        return bytes.get();
    }

    /** A question of such a range was answered after this time. */
    void answered(long nanos) {
        if (nanos < PROMPT_NANOS) {
            bytes.updateAndGet(now -> Math.min(2 * now, LONGEST_BYTES));
        } else if (nanos > SLOW_NANOS) {
            bytes.updateAndGet(now -> Math.max(now / 2, SHORTEST_BYTES));
        }
    }

    /** A question was not answered. */
    void unanswered() {
        bytes.set(SHORTEST_BYTES);
    }
}
