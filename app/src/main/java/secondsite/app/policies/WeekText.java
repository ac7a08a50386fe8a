package secondsite.app.policies;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.WeekWindow;

/** Hours of the week as people type them, one window a line: {@code Mon-Fri 18:00-08:00}, and {@code 2048} behind it for a limit in KiB/s. */
final class WeekText {

    private static final Pattern LINE = Pattern
            .compile("(\\S+)\\s+(\\d{1,2}:\\d{2})\\s*[-–]\\s*(\\d{1,2}:\\d{2})(?:\\s+(\\d{1,10}))?");
    private static final long KIB = 1024;

    private WeekText() {}

    /** Empty when a line is not understood. */
    static Optional<List<WeekWindow>> windows(String text) {
        return lines(text).map(line -> window(line, false)).collect(Collectors.collectingAndThen(Collectors.toList(),
                WeekText::all));
    }

    /** Empty when a line is not understood, or has no limit. */
    static Optional<List<BandwidthSchedule.Limit>> limits(String text) {
        return lines(text).map(line -> window(line, true).map(
                hours -> new BandwidthSchedule.Limit(hours, KIB * Long.parseLong(matcher(line).group(4)))))
                .collect(Collectors.collectingAndThen(Collectors.toList(), WeekText::all));
    }

    private static Stream<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    private static <T> Optional<List<T>> all(List<Optional<T>> each) {
        return each.stream().allMatch(Optional::isPresent)
                ? Optional.of(each.stream().map(Optional::get).toList())
                : Optional.empty();
    }

    private static Matcher matcher(String line) {
        Matcher matcher = LINE.matcher(line);
        matcher.matches();
        return matcher;
    }

    private static Optional<WeekWindow> window(String line, boolean limited) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || limited == (matcher.group(4) == null)) {
            return Optional.empty();
        }
        Set<DayOfWeek> days = days(matcher.group(1));
        try {
            return days.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new WeekWindow(days, time(matcher.group(2)), time(matcher.group(3))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text.length() < 5 ? "0" + text : text);
    }

    /** None when one is not understood. */
    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",")) {
            String[] ends = part.split("-", 2);
            Optional<DayOfWeek> from = day(ends[0]);
            Optional<DayOfWeek> to = day(ends[ends.length - 1]);
            if (from.isEmpty() || to.isEmpty()) {
                return Set.of();
            }
            for (DayOfWeek day = from.get();; day = day.plus(1)) {
                days.add(day);
                if (day == to.get()) {
                    break;
                }
            }
        }
        return days;
    }

    /** In English or German, as many letters as are usual. */
    private static Optional<DayOfWeek> day(String typed) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> lower.equals(word(day).toLowerCase(Locale.ROOT))
                        || lower.equals(day.name().toLowerCase(Locale.ROOT))
                        || lower.equals(day.getDisplayName(TextStyle.SHORT_STANDALONE, Locale.GERMAN)
                                .replace(".", "").toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static String word(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT_STANDALONE, Locale.ENGLISH);
    }

    static String text(WeekWindow window) {
        return window.days().stream().map(WeekText::word).collect(Collectors.joining(",")) + " " + window.from() + "-"
                + window.to();
    }

    static String text(List<WeekWindow> windows) {
        return windows.stream().map(WeekText::text).collect(Collectors.joining("\n"));
    }

    static String limited(List<BandwidthSchedule.Limit> limits) {
        return limits.stream().map(limit -> text(limit.hours()) + " " + limit.bytesPerSecond() / KIB)
                .collect(Collectors.joining("\n"));
    }
}
