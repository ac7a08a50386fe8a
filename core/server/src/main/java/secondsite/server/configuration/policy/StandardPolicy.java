package secondsite.server.configuration.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.Retention;
import secondsite.api.policy.WeekWindow;

/** The policy with which a deployment begins. */
public final class StandardPolicy {

    private StandardPolicy() {}

    /** A point every five minutes, two weeks of the past; resync outside business hours. */
    public static Policy in(ZoneId zone) {
        return new Policy(null, "Standard", 300, 60, new Retention(24 * 60, 72, 14), 900, 7, Policy.Compression.AGENT,
                new BandwidthSchedule(0, List.of(), zone.getId()), outsideBusinessHours(), zone.getId(), null);
    }

    private static List<WeekWindow> outsideBusinessHours() {
        LocalTime begin = LocalTime.of(8, 0);
        return List.of(
                new WeekWindow(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(18, 0), begin),
                // To Monday morning, without a gap at midnight.
                new WeekWindow(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), begin, begin));
    }
}
