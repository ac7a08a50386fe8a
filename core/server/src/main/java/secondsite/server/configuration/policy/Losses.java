package secondsite.server.configuration.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import secondsite.api.policy.Retention;
import secondsite.api.policy.RetentionLoss;
import secondsite.api.policy.RetentionLoss.Lost;

/** What is given up of the past when less of it is kept than before. */
public final class Losses {

    /** So long a master target keeps what it is told to delete. */
    private static final Duration QUARANTINE = Duration.ofDays(14);

    private Losses() {}

    /** Empty when nothing is. */
    public static List<RetentionLoss> between(Retention before, Retention after, Instant now) {
        Instant destroyed = now.plus(QUARANTINE);
        var losses = new ArrayList<RetentionLoss>();
        add(losses, Lost.EVERYTHING, after.everythingMinutes(), before.everythingMinutes(), destroyed);
        add(losses, Lost.HOURLY, hours(after.hourlyHours()), hours(before.hourlyHours()), destroyed);
        add(losses, Lost.DAILY, hours(24L * after.dailyDays()), hours(24L * before.dailyDays()), destroyed);
        return losses;
    }

    private static void add(List<RetentionLoss> losses, Lost kept, long from, long to, Instant destroyed) {
        if (from < to) {
            losses.add(new RetentionLoss(kept, from, to, destroyed));
        }
    }

    private static long hours(long hours) {
        return hours * 60;
    }

    static String told(List<RetentionLoss> losses) {
        return losses.stream().map(loss -> points(loss.kept()) + " from " + age(loss.fromMinutes()) + " to "
                + age(loss.toMinutes()) + " of age").collect(Collectors.joining(", "));
    }

    private static String points(Lost kept) {
        return switch (kept) {
            case EVERYTHING -> "single records";
            case HOURLY -> "hourly points";
            case DAILY -> "daily points";
        };
    }

    private static String age(long minutes) {
        return minutes % (24 * 60) == 0
                ? minutes / (24 * 60) + " d"
                : minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
    }
}
