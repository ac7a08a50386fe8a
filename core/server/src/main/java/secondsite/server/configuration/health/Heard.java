package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;

/**
 * When a program reported last.
 *
 * @param arrived by this server's clock
 * @param ahead   by which its clock is before this server's; negative when it is behind
 * @param due     how long after it the next report should come
 */
public record Heard(Instant arrived, Duration ahead, Duration due) {

    /** A report may be on its way, and late by a little. */
    private static final Duration SLACK = Duration.ofSeconds(8);

    /** A time of the program's clock, by this server's. */
    Instant here(Instant there) {
        return there.minus(ahead);
    }

    /** Whether so many reports did not come that what was told may no longer hold. */
    boolean late(int missed, Instant now) {
        return Duration.between(arrived, now).compareTo(due.multipliedBy(missed).plus(SLACK)) > 0;
    }
}
