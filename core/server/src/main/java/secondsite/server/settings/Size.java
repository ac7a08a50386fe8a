package secondsite.server.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 1048576} or {@code 1 MiB}. */
public record Size(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    public Size {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size of " + bytes + " bytes");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Size of(long bytes) {
        return new Size(bytes);
    }

    /** @throws IllegalArgumentException when it is not written as a size */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Size parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size; write for instance 4096, 512 MiB or 20 GiB");
        }
        int unit = matcher.group(2) == null ? 0 : UNITS.indexOf(matcher.group(2));
        try {
            return new Size(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * unit)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too large for a size", e);
        }
    }

    /** In the largest unit that fits without a rest. */
    @JsonValue
    @Override
    public String toString() {
        int unit = UNITS.size() - 1;
        while (unit > 0 && (bytes == 0 || bytes % (1L << (10 * unit)) != 0)) {
            unit--;
        }
        return unit == 0 ? Long.toString(bytes) : (bytes >> (10 * unit)) + " " + UNITS.get(unit);
    }
}
