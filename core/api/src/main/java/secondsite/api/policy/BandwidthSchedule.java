package secondsite.api.policy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * How much of a line may be used, by hours of the week. The first window that holds the moment decides.
 *
 * @param bytesPerSecond when no window holds the moment; 0 for no limit
 * @param zone           in which the hours are meant, like {@code Europe/Berlin}
 */
public record BandwidthSchedule(long bytesPerSecond, List<Limit> windows, String zone) {

    public static final BandwidthSchedule UNLIMITED = new BandwidthSchedule(0, List.of(), "UTC");

    /** @param bytesPerSecond within the hours; 0 for no limit */
    public record Limit(WeekWindow hours, long bytesPerSecond) {}

    public BandwidthSchedule {
        windows = windows == null ? List.of() : List.copyOf(windows);
        zone = zone == null ? "UTC" : zone;
    }

    /** The limit at a moment; 0 for none. */
    public long at(Instant moment) {
        LocalDateTime there = LocalDateTime.ofInstant(moment, ZoneId.of(zone));
        return windows.stream().filter(window -> window.hours().holds(there)).findFirst()
                .map(Limit::bytesPerSecond).orElse(bytesPerSecond);
    }
}
