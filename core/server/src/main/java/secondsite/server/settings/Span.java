package secondsite.server.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time, written as {@code 90 s}, {@code 15 min}, {@code 12 h} or {@code 14 d}. */
public record Span(Duration duration) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)");

    /** @throws IllegalArgumentException when it is not written as a length of time */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Span parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no length of time; write for instance 90 s, 15 min, 12 h or 14 d");
        }
        long count = Long.parseLong(matcher.group(1));
        return new Span(switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "min" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        });
    }

    /** In seconds. */
    @JsonValue
    @Override
    public String toString() {
        return duration.toSeconds() + " s";
    }
}
