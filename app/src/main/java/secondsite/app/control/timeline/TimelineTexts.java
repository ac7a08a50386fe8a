package secondsite.app.control.timeline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * What a line of time says: the names of its lanes, and moments.
 *
 * @param mark a moment at the axis
 * @param exact the chosen moment, with its seconds
 */
public record TimelineTexts(String writes, String crash, String application, String bookmarks, String events,
        ZoneId zone, Function<Instant, String> mark, Function<Instant, String> exact) {}
