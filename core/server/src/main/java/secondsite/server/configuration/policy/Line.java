package secondsite.server.configuration.policy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.OptionalLong;
import secondsite.api.policy.BandwidthSchedule;

/** The line of a machine with its limits, minute by minute of a week that begins on Monday at midnight. */
final class Line {

    private static final int WEEK_MINUTES = 7 * 24 * 60;
    private static final int MINUTE_SECONDS = 60;
    private static final LocalDateTime MONDAY = LocalDate.EPOCH
            .with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY)).atTime(LocalTime.MIDNIGHT);

    /** Bytes that cross the line in each minute; infinite without a limit. */
    private final double[] capacity = new double[WEEK_MINUTES];

    Line(BandwidthSchedule bandwidth) {
        for (int minute = 0; minute < WEEK_MINUTES; minute++) {
            LocalDateTime at = MONDAY.plusMinutes(minute);
            long limit = bandwidth.windows().stream().filter(window -> window.hours().holds(at)).findFirst()
                    .map(BandwidthSchedule.Limit::bytesPerSecond).orElse(bandwidth.bytesPerSecond());
            capacity[minute] = limit == 0 ? Double.POSITIVE_INFINITY : (double) limit * MINUTE_SECONDS;
        }
    }

    /**
     * How a week goes.
     *
     * @param backlogBytes most that waits; empty when it grows for ever
     * @param delaySeconds longest that a byte waits; empty when it grows for ever
     */
    record Week(OptionalLong backlogBytes, OptionalLong delaySeconds) {}

    /** Bytes that cross the line in a week; infinite when it is not limited all the time. */
    double weekly() {
        double sum = 0;
        for (double each : capacity) {
            sum += each;
        }
        return sum;
    }

    /** @param rates bytes per second in each hour of the week */
    Week carry(double[] rates) {
        double written = 0;
        for (double rate : rates) {
            written += rate * 3600;
        }
        if (written > weekly()) {
            return new Week(OptionalLong.empty(), OptionalLong.empty());
        }
        // A week to get into step: at its end as much waits as at the end of any later one.
        double waiting = 0;
        for (int minute = 0; minute < WEEK_MINUTES; minute++) {
            waiting = Math.max(0, waiting + rates[minute / 60] * MINUTE_SECONDS - capacity[minute]);
        }
        return steady(rates, waiting);
    }

    /** Two weeks of the same, of which the second counts: what waits may have been written the week before. */
    private Week steady(double[] rates, double atStart) {
        int minutes = 3 * WEEK_MINUTES;
        var arrived = new double[minutes + 1];
        var left = new double[minutes + 1];
        left[0] = -atStart;
        arrived[0] = 0;
        double most = 0;
        int longest = 0;
        int oldest = 0;
        for (int minute = 0; minute < minutes; minute++) {
            arrived[minute + 1] = arrived[minute] + rates[minute % WEEK_MINUTES / 60] * MINUTE_SECONDS;
            left[minute + 1] = Math.min(arrived[minute + 1], left[minute] + capacity[minute % WEEK_MINUTES]);
            while (oldest < minute + 1 && arrived[oldest + 1] <= left[minute + 1]) {
                oldest++;
            }
            if (minute >= WEEK_MINUTES) {
                most = Math.max(most, arrived[minute + 1] - left[minute + 1]);
                longest = Math.max(longest, minute + 1 - oldest);
            }
        }
        // What comes and goes within a minute does not wait.
        return new Week(OptionalLong.of((long) most), OptionalLong.of(most < 1 ? 0 : longest * (long) MINUTE_SECONDS));
    }
}
