package secondsite.agent.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.WeekWindow;
import secondsite.engine.ship.Bandwidth;

class ShapingTest {

    private static final WeekWindow OFFICE = new WeekWindow(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            LocalTime.of(8, 0), LocalTime.of(18, 0));
    private static final BandwidthSchedule SCHEDULE = new BandwidthSchedule(0,
            List.of(new BandwidthSchedule.Limit(OFFICE, 1_000_000)), "Europe/Berlin");

    private final Bandwidth bandwidth = new Bandwidth(7);
    private Instant now;
    private final Shaping shaping = new Shaping(bandwidth, () -> now);

    private long at(String moment) {
        now = Instant.parse(moment);
        shaping.look(SCHEDULE);
        return bandwidth.limit();
    }

    @Test
    void theLimitFollowsTheHoursOfTheWeekInTheirZone() {
        // Monday, in winter an hour ahead of UTC.
        assertThat(at("2026-11-30T06:59:59Z")).isZero();
        assertThat(at("2026-11-30T07:00:00Z")).isEqualTo(1_000_000);
        assertThat(at("2026-11-30T16:59:59Z")).isEqualTo(1_000_000);
        assertThat(at("2026-11-30T17:00:00Z")).isZero();
        assertThat(at("2026-11-28T12:00:00Z")).as("on a Saturday").isZero();
    }

    @Test
    void hoursThatMakeNoSenseChangeNothing() {
        assertThat(at("2026-11-30T07:00:00Z")).isEqualTo(1_000_000);
        shaping.look(new BandwidthSchedule(5, List.of(), "Nowhere/Land"));
        shaping.look(new BandwidthSchedule(-5, List.of(), "UTC"));
        assertThat(bandwidth.limit()).isEqualTo(1_000_000);
    }
}
