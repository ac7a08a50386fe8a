package secondsite.server.target;

import java.time.Duration;

/**
 * How long the past is kept: every record for a while, then one point an hour, then one a day. Hours and days are those of UTC.
 *
 * @param continuous  so long every record is a point
 * @param hourlyUntil so old points are kept hourly; at least {@code continuous}
 * @param dailyUntil  so old points are kept daily; older ones are given up; at least {@code hourlyUntil}
 * @param alarmBytes  a journal longer than this is an alarm, never a reason to keep less; 0 for none
 */
public record RetentionPolicy(Duration continuous, Duration hourlyUntil, Duration dailyUntil, long alarmBytes) {

    /** A day, three days, two weeks. */
    public static final RetentionPolicy DEFAULTS = new RetentionPolicy(Duration.ofDays(1), Duration.ofDays(3),
            Duration.ofDays(14), 0);

    public RetentionPolicy {
        boolean rising = continuous.isPositive() && hourlyUntil.compareTo(continuous) >= 0
                && dailyUntil.compareTo(hourlyUntil) >= 0;
        if (!rising || alarmBytes < 0) {
            throw new IllegalArgumentException("keep everything for " + continuous + ", hourly until " + hourlyUntil
                    + ", daily until "
                    + dailyUntil + ": each must be at least as long as the one before, the first longer than nothing");
        }
    }

    /** Whether this keeps nothing less than another one. */
    public boolean keepsAllOf(RetentionPolicy other) {
        return continuous.compareTo(other.continuous) >= 0 && hourlyUntil.compareTo(other.hourlyUntil) >= 0
                && dailyUntil.compareTo(other.dailyUntil) >= 0;
    }

    /** What keeps all that one of the two keeps; the alarm is this one's. */
    public RetentionPolicy andAllOf(RetentionPolicy other) {
        return new RetentionPolicy(longer(continuous, other.continuous), longer(hourlyUntil, other.hourlyUntil),
                longer(dailyUntil, other.dailyUntil), alarmBytes);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
