package secondsite.server.configuration.protection;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import secondsite.api.policy.Policy;

/** When a resync that is required may begin by itself. */
final class ResyncWindows {

    private static final Duration WEEK = Duration.ofDays(8);

    private ResyncWindows() {}

    static boolean open(Policy policy, Instant moment) {
        LocalDateTime there = LocalDateTime.ofInstant(moment, ZoneId.of(policy.zone()));
        return policy.resyncWindows().isEmpty()
                || policy.resyncWindows().stream().anyMatch(window -> window.holds(there));
    }

    /** The first moment from now on at which it may, to the minute. */
    static Instant next(Policy policy, Instant now) {
        if (open(policy, now)) {
            return now;
        }
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        Instant last = now.plus(WEEK);
        do {
            minute = minute.plus(1, ChronoUnit.MINUTES);
        } while (!open(policy, minute) && minute.isBefore(last));
        return minute;
    }
}
