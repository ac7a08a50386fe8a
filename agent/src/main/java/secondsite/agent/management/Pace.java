package secondsite.agent.management;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next report is due: as the server wants it and up to a tenth later, so that agents that started together do not stay together;
 * after failures later and later, at any moment of a span that doubles, so that those who were cut off together do not come back
 * together. For one thread.
 */
final class Pace {

    private static final long SOONEST_MILLIS = 250;
    private static final long LATEST_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long FIRST_SPAN_MILLIS = 1_000;
    private static final long LAST_SPAN_MILLIS = 60_000;

    private final RandomGenerator random;
    private long span = FIRST_SPAN_MILLIS;

    Pace(RandomGenerator random) {
        this.random = random;
    }

    /** There is something to tell. @return milliseconds to wait */
    long soon() {
        return SOONEST_MILLIS;
    }

    /** It was answered. @return milliseconds to wait */
    long answered(long nextMillis) {
        span = FIRST_SPAN_MILLIS;
        long next = Math.clamp(nextMillis, SOONEST_MILLIS, LATEST_MILLIS);
        return next + random.nextLong(next / 10 + 1);
    }

    /** It was not answered. @param atLeast what a server asked for that was too busy @return milliseconds to wait */
    long failed(long atLeast) {
        long wait = Math.clamp(atLeast, 0, LATEST_MILLIS) + random.nextLong(span) + 1;
        span = Math.min(2 * span, LAST_SPAN_MILLIS);
        return wait;
    }
}
