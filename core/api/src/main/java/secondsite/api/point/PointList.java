package secondsite.api.point;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a disk can be brought back to.
 *
 * @param ranges every sequence within them
 * @param points those with a name
 */
public record PointList(List<Range> ranges, List<Point> points) {

    /** From first to last, both included. */
    public record Range(long first, long last) {}

    /** @param kind {@code crash-consistent}, {@code app-consistent}, {@code group} or {@code bookmark} */
    public record Point(long sequence, Instant time, String kind, UUID id, String label) {}
}
