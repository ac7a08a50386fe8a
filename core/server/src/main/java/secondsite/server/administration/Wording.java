package secondsite.server.administration;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes, times and names of states as people read them. What is not known is a hyphen. */
final class Wording {

    private static final String UNKNOWN = "-";
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private final DateTimeFormatter form;

    /** @param zone of who reads */
    Wording(ZoneId zone) {
        this.form = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT).withZone(zone);
    }

    /** With the offset from UTC. */
    String time(Instant time) {
        return time == null ? UNKNOWN : form.format(time);
    }

    static String text(Object value) {
        return value == null || value.toString().isEmpty() ? UNKNOWN : value.toString();
    }

    static String word(Enum<?> value) {
        return value == null ? UNKNOWN : said(value.name());
    }

    /** A word of the API. */
    static String said(String word) {
        return word == null ? UNKNOWN : word.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    /** In the largest binary unit of which there is one. */
    static String size(long bytes) {
        double left = bytes;
        int unit = 0;
        while (Math.abs(left) >= 1024 && unit < UNITS.length - 1) {
            left /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", left, UNITS[unit]);
    }

    static String rate(long bytesPerSecond) {
        return size(bytesPerSecond) + "/s";
    }

    /** In its two largest units. */
    static String span(Number wholeSeconds) {
        if (wholeSeconds == null) {
            return UNKNOWN;
        }
        long seconds = Math.round(wholeSeconds.doubleValue());
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + " min" + rest(seconds % MINUTE, "s");
        }
        if (seconds < DAY) {
            return seconds / HOUR + " h" + rest(seconds % HOUR / MINUTE, "min");
        }
        return seconds / DAY + " d" + rest(seconds % DAY / HOUR, "h");
    }

    private static String rest(long count, String unit) {
        return count == 0 ? "" : " " + count + " " + unit;
    }

    /** What comes from elsewhere may not steer the terminal. */
    static String clean(String text) {
        return text.codePoints().map(point -> Character.isISOControl(point) ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
