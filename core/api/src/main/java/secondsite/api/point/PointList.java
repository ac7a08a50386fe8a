package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a disk can be brought back to.
 *
 * @param ranges  every sequence within them
 * @param resyncs sequences at which a resynchronization began, as far back as the journal tells; by sequence
 * @param points  those with a name that were asked for, or a part of them
 * @param next    where the next part begins, to be given as {@code after}; null when this is the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PointList(List<Range> ranges, List<Long> resyncs, List<Point> points, Long next) {

    /** From first to last, both included. */
    public record Range(long first, long last) {}

    /**
     * A point with a name.
     *
     * @param kind      {@code crash-consistent}, {@code app-consistent}, {@code group}, {@code bookmark}, or {@code pin} for a record that has
     *                  no other name than its pin
     * @param id        of the mark; that of a group is the same on all its disks; null for a pin
     * @param label     of the mark, or of the pin
     * @param sizeSince about how many bytes of the journal lie between this point and the one before
     * @param pinned    a person keeps it until the pin is taken away
     * @param deletion  the pending deletion that will destroy it; null when there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Point(long sequence, Instant time, String kind, UUID id, String label, long sizeSince,
            boolean pinned, UUID deletion) {}

    public PointList {
        ranges = List.copyOf(ranges);
        resyncs = List.copyOf(resyncs);
        points = List.copyOf(points);
    }
}
