package secondsite.server.configuration.policy;

import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyForecast.KeptPoints;
import secondsite.api.policy.Retention;

/** What retention costs, as master targets carry it out: everything for a while, then a point for each hour, then one for each day. */
final class Forecast {

    private static final int HOUR_MINUTES = 60;
    private static final int DAY_HOURS = 24;
    private static final double HOUR_SECONDS = 3600;

    private Forecast() {}

    /** Most points that are kept of a machine. */
    static KeptPoints points(Policy policy) {
        Retention retention = policy.retention();
        int everything = retention.everythingMinutes();
        return new KeptPoints(everything * 60L / policy.crashSeconds(),
                policy.appMinutes() == 0 ? 0 : everything / policy.appMinutes(),
                up(retention.hourlyHours() * HOUR_MINUTES - everything, HOUR_MINUTES),
                up(retention.dailyDays() * DAY_HOURS - retention.hourlyHours(), DAY_HOURS));
    }

    /**
     * Most that a journal takes: as if no block were written twice between two points, but no more than the disk between each.
     *
     * @param bytesPerSecond that are written to the disk
     * @param size           of the disk
     */
    static double journalBytes(Retention retention, double bytesPerSecond, long size) {
        double hour = bytesPerSecond * HOUR_SECONDS;
        double hourly = up(retention.hourlyHours() * HOUR_MINUTES - retention.everythingMinutes(), HOUR_MINUTES);
        double daily = up(retention.dailyDays() * DAY_HOURS - retention.hourlyHours(), DAY_HOURS);
        // Only whole hours and days are thinned, when they are over: until then a day is as finely kept as what comes before it.
        double single = retention.everythingMinutes() * 60 * bytesPerSecond
                + (hourly == 0 && daily > 0 ? DAY_HOURS : 1) * hour;
        double hours = hourly == 0 ? 0 : (hourly + (daily > 0 ? DAY_HOURS : 0)) * Math.min(hour, size);
        double days = daily * Math.min(hour * DAY_HOURS, size);
        return single + hours + days;
    }

    private static int up(int amount, int unit) {
        return (amount + unit - 1) / unit;
    }
}
