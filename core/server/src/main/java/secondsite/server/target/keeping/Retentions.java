package secondsite.server.target.keeping;

import java.time.Duration;
import secondsite.api.policy.Retention;
import secondsite.server.target.RetentionPolicy;

/** A retention as it is assigned, and as a replica keeps it. */
public final class Retentions {

    private Retentions() {}

    /** An assigned retention as a policy without an alarm; a step that would be shorter than the one before is as long. */
    public static RetentionPolicy policy(Retention retention) {
        Duration everything = Duration.ofMinutes(retention.everythingMinutes());
        Duration hourly = longer(everything, Duration.ofHours(retention.hourlyHours()));
        return new RetentionPolicy(everything, hourly, longer(hourly, Duration.ofDays(retention.dailyDays())), 0);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** In whole minutes, hours and days; rounded up, for no time is lost. */
    public static Retention retention(RetentionPolicy policy) {
        return new Retention(whole(policy.continuous(), Duration.ofMinutes(1)),
                whole(policy.hourlyUntil(), Duration.ofHours(1)), whole(policy.dailyUntil(), Duration.ofDays(1)));
    }

    private static int whole(Duration time, Duration unit) {
        return (int) Math.ceilDiv(time.toSeconds(), unit.toSeconds());
    }
}
