package secondsite.engine.journal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a segment's file. Sorted by name, segments are in order. */
public record SegmentName(long firstSequence, int epoch) {

    /** What a file is called until it is whole; it is deleted when a journal is opened. */
    public static final String UNFINISHED = ".unfinished";

    private static final Pattern PATTERN = Pattern.compile("(\\d{20})-(\\d{10})\\.segment");

    /** Empty when this is not the name of a segment. */
    public static Optional<SegmentName> parse(String name) {
        Matcher matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            SegmentName parsed = new SegmentName(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            return parsed.file().equals(name) ? Optional.of(parsed) : Optional.empty();
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /** The file's name. */
    public String file() {
        return "%020d-%010d.segment".formatted(firstSequence, epoch);
    }
}
