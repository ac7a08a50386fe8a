package secondsite.agent.configuration;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as people write them. */
public final class Quantities {

    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,18})\\s*([A-Za-z]*)\\s*");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB",
            40);
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L);

    private Quantities() {}

    /**
     * Bytes: a number, or one with KiB, MiB, GiB or TiB.
     *
     * @throws IllegalArgumentException saying what is understood
     */
    public static long bytes(String text) {
        Matcher form = FORM.matcher(text);
        Integer shift = form.matches() ? SHIFTS.get(form.group(2)) : null;
        long number = shift == null ? 0 : Long.parseLong(form.group(1));
        if (shift == null || number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size; bytes, or a number with KiB, MiB, GiB or TiB");
        }
        return number << shift;
    }

    /**
     * A number with ms, s, min or h.
     *
     * @throws IllegalArgumentException saying what is understood
     */
    public static Duration duration(String text) {
        Matcher form = FORM.matcher(text);
        Long millis = form.matches() ? MILLIS.get(form.group(2)) : null;
        if (millis == null || Long.parseLong(form.group(1)) > Long.MAX_VALUE / millis) {
            throw new IllegalArgumentException("'" + text + "' is no duration; a number with ms, s, min or h");
        }
        return Duration.ofMillis(Long.parseLong(form.group(1)) * millis);
    }
}
