package secondsite.server.configuration.health;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them: two units of time, binary units of size. */
final class Evidence {

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private Evidence() {}

    /** Like {@code 8 min 47 s}. */
    static String span(Duration span) {
        if (span.isNegative()) {
            return "-" + span(span.negated());
        }
        if (span.toDays() > 0) {
            return two(span.toDays(), "d", span.toHoursPart(), "h");
        }
        if (span.toHours() > 0) {
            return two(span.toHours(), "h", span.toMinutesPart(), "min");
        }
        return span.toMinutes() > 0
                ? two(span.toMinutes(), "min", span.toSecondsPart(), "s")
                : span.toSeconds() + " s";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** Like {@code 1.5 GiB}. */
    static String bytes(long bytes) {
        int unit = 0;
        double number = bytes;
        while (number >= 1024 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", number, UNITS.get(unit));
    }

    /** Like {@code 81 %}; never rounded up to what it is not yet. */
    static String percent(double part, double whole) {
        return (long) Math.floor(100 * part / whole) + " %";
    }
}
