package secondsite.app.control.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import secondsite.app.control.Status;

/**
 * What is kept of a machine's past, from the oldest moment to the newest. Within {@code spans} it can be brought to any moment.
 * All lists are in the order of time.
 */
public record History(Instant from, Instant to, List<Write> writes, List<Span> spans, List<Gap> gaps,
        List<Point> points, List<Event> events) {

    /** How much was written in a while: {@code share} of the most, 0 to 1; {@code suspicious}: far more than usual. */
    public record Write(Instant from, Instant to, double share, boolean suspicious) {}

    public record Span(Instant from, Instant to) {}

    /** A while that nothing is known of, and why. */
    public record Gap(Instant from, Instant to, String reason) {}

    /** How good a point is. */
    public enum Kind {
        CRASH, APPLICATION, BOOKMARK
    }

    /** A moment with an id of its own; {@code label} may be empty. */
    public record Point(String id, Instant at, Kind kind, String label) {}

    public record Event(Instant at, Status status, String text) {}

    /** The point nearest to a moment. */
    Optional<Point> nearest(Instant moment) {
        Optional<Point> before = before(moment.plusNanos(1), point -> true);
        Optional<Point> after = after(moment, point -> true);
        if (before.isEmpty() || after.isEmpty()) {
            return before.or(() -> after);
        }
        long back = moment.toEpochMilli() - before.get().at().toEpochMilli();
        long on = after.get().at().toEpochMilli() - moment.toEpochMilli();
        return back <= on ? before : after;
    }

    /** The last point of those that is earlier than the moment. */
    Optional<Point> before(Instant moment, Predicate<Point> of) {
        return points.reversed().stream().filter(of).filter(point -> point.at().isBefore(moment)).findFirst();
    }

    /** The first point of those that is later than the moment. */
    Optional<Point> after(Instant moment, Predicate<Point> of) {
        return points.stream().filter(of).filter(point -> point.at().isAfter(moment)).findFirst();
    }

    /** The nearest moment that it can be brought to, whether a point stands there or not. */
    Optional<Instant> free(Instant moment) {
        Instant best = null;
        for (Span span : spans) {
            Instant in = moment.isBefore(span.from()) ? span.from() : moment.isAfter(span.to()) ? span.to() : moment;
            if (best == null || distance(in, moment) < distance(best, moment)) {
                best = in;
            }
        }
        return Optional.ofNullable(best);
    }

    private static long distance(Instant one, Instant other) {
        return Math.abs(one.toEpochMilli() - other.toEpochMilli());
    }
}
