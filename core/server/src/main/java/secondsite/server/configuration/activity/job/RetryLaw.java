package secondsite.server.configuration.activity.job;

import java.time.Duration;
import java.util.List;

/** When what failed is tried again. */
final class RetryLaw {

    private static final List<Duration> FIRST = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2),
            Duration.ofMinutes(4), Duration.ofMinutes(8), Duration.ofMinutes(10));
    private static final Duration THEN = Duration.ofMinutes(30);

    private RetryLaw() {}

    /** @param failures so many in a row before this one */
    static Duration after(long failures) {
        return failures < FIRST.size() ? FIRST.get((int) failures) : THEN;
    }
}
