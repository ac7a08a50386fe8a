package secondsite.api.policy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hours on some days of the week. One that ends before it begins goes over midnight into the day after; one that ends when it begins is
 * the whole day.
 *
 * @param days on which it begins, in the order of the week: the same window is always written in the same way
 */
public record WeekWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public WeekWindow {
        var ordered = EnumSet.noneOf(DayOfWeek.class);
        if (days != null) {
            ordered.addAll(days);
        }
        days = Collections.unmodifiableSet(ordered);
    }

    public boolean holds(LocalDateTime moment) {
        LocalTime time = moment.toLocalTime();
        boolean today = days.contains(moment.getDayOfWeek());
        boolean yesterday = days.contains(moment.getDayOfWeek().minus(1));
        if (from.equals(to)) {
            return today && !time.isBefore(from) || yesterday && time.isBefore(to);
        }
        return from.isBefore(to)
                ? today && !time.isBefore(from) && time.isBefore(to)
                : today && !time.isBefore(from) || yesterday && time.isBefore(to);
    }
}
