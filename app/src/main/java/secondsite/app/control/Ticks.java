package secondsite.app.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Where an axis of time is marked: at full minutes, hours, days, as people count them. */
public final class Ticks {

    private static final List<Duration> STEPS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2),
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(30),
            Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10),
            Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(2),
            Duration.ofHours(3), Duration.ofHours(6), Duration.ofHours(12), Duration.ofDays(1), Duration.ofDays(2),
            Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(28));

    private Ticks() {}

    /** The smallest step that divides {@code span} into at most {@code count} parts; the largest, if none does. */
    public static Duration step(Duration span, int count) {
        for (Duration step : STEPS) {
            if (span.toMillis() <= step.toMillis() * count) {
                return step;
            }
        }
        return STEPS.getLast();
    }

    /** The marks between two moments (both included), a step apart, counted from midnight of the zone. */
    public static List<Instant> between(Instant from, Instant to, Duration step, ZoneId zone) {
        ZonedDateTime midnight = from.atZone(zone).toLocalDate().atStartOfDay(zone);
        List<Instant> marks = new ArrayList<>();
        Instant mark = midnight.toInstant();
        long behind = Duration.between(mark, from).toMillis() / step.toMillis();
        mark = mark.plus(step.multipliedBy(behind));
        while (!mark.isAfter(to)) {
            if (!mark.isBefore(from)) {
                marks.add(mark);
            }
            mark = mark.plus(step);
        }
        return marks;
    }

    /** From zero on, until the greatest is reached: at most {@code count} steps. */
    public static List<Duration> upTo(Duration greatest, int count) {
        Duration step = step(greatest.isZero() ? Duration.ofMinutes(1) : greatest, count);
        List<Duration> marks = new ArrayList<>();
        Duration mark = Duration.ZERO;
        marks.add(mark);
        while (mark.compareTo(greatest) < 0 || marks.size() == 1) {
            mark = mark.plus(step);
            marks.add(mark);
        }
        return marks;
    }
}
