package secondsite.server.configuration.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import secondsite.server.configuration.store.KeptChurn.Hour;

/** How much a machine writes, as it was seen by hours since 1970. */
final class Load {

    static final int WEEK_HOURS = 7 * 24;

    /** A shorter part of an hour tells little of its rate. */
    private static final int LEAST_SECONDS = 600;
    private static final double HOUR_SECONDS = 3600;

    private final Map<Long, Hour> hours;

    Load(Map<Long, Hour> hours) {
        this.hours = hours;
    }

    /** Of all disks together. An hour counts as watched as long as the disk that was watched longest. */
    static Load of(Collection<Map<Long, Hour>> disks) {
        Map<Long, Hour> all = new TreeMap<>();
        disks.forEach(disk -> disk.forEach((hour, seen) -> all.merge(hour, seen,
                (a, b) -> new Hour(a.bytes() + b.bytes(), Math.max(a.seconds(), b.seconds())))));
        return new Load(all);
    }

    double hoursMeasured() {
        return hours.values().stream().mapToLong(Hour::seconds).sum() / HOUR_SECONDS;
    }

    /** On average; 0 when nothing was watched. */
    double bytesPerSecond() {
        long seconds = hours.values().stream().mapToLong(Hour::seconds).sum();
        return seconds == 0 ? 0 : (double) hours.values().stream().mapToLong(Hour::bytes).sum() / seconds;
    }

    /** In the busiest hour. */
    double peakBytesPerSecond() {
        return hours.values().stream().filter(hour -> hour.seconds() >= LEAST_SECONDS)
                .mapToDouble(hour -> (double) hour.bytes() / hour.seconds()).max().orElse(bytesPerSecond());
    }

    /** Bytes per second in each hour of an average week that begins on Monday at midnight; hours that were not watched are average ones. */
    double[] week(ZoneId zone) {
        var bytes = new long[WEEK_HOURS];
        var seconds = new long[WEEK_HOURS];
        hours.forEach((hour, seen) -> {
            int slot = slot(Instant.EPOCH.plus(Duration.ofHours(hour)).atZone(zone));
            bytes[slot] += seen.bytes();
            seconds[slot] += seen.seconds();
        });
        double average = bytesPerSecond();
        var week = new double[WEEK_HOURS];
        for (int i = 0; i < WEEK_HOURS; i++) {
            week[i] = seconds[i] == 0 ? average : (double) bytes[i] / seconds[i];
        }
        return week;
    }

    private static int slot(ZonedDateTime time) {
        return (time.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue()) * 24 + time.getHour();
    }

}
