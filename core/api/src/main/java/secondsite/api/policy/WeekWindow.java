package secondsite.api.policy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;

/**
 * Hours on some days of the week. One that ends before it begins goes over midnight into the day after; one that ends when it begins is
 * the whole day.
 *
 * @param days on which it begins
 */
public record WeekWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public WeekWindow {
        days = Set.copyOf(days);
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
