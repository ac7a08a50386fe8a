package secondsite.engine.journal.tool;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and sizes for people. */
final class Text {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Text() {}

    /** A time in UTC, of microseconds since 1970. */
    static String time(long micros) {
        return micros == 0 ? "?" : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    /** A label as one line that a terminal can show. */
    static String printable(String label) {
        return label.replaceAll("\\p{Cntrl}", "?");
    }

    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
