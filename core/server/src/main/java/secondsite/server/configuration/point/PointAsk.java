package secondsite.server.configuration.point;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.point.MachinePointQuery;
import secondsite.server.configuration.point.PlacedMark.Place;
import secondsite.server.web.ProblemException;

/**
 * Which points of a machine somebody wants, checked.
 *
 * @param after where the part before ended
 */
public record PointAsk(Instant from, Instant to, Optional<String> kind, boolean newestFirst, Optional<String> after,
        int limit) {

    private static final List<String> KINDS = List.of("crash-consistent", "app-consistent", "group", "bookmark", "pin");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int USUAL = 100;
    private static final String BETWEEN = "_";

    /**
     * What stands in a request; what is empty was left out.
     *
     * @throws ProblemException when something is not what it should be, with the name of the parameter
     */
    public static PointAsk of(Optional<String> from, Optional<String> to, Optional<String> kind,
            Optional<String> order, Optional<String> after, OptionalLong limit) {
        kind.filter(word -> !KINDS.contains(word)).ifPresent(_ -> {
            throw wrong("kind", "is one of " + String.join(", ", KINDS));
        });
        order.filter(word -> !word.equals("oldest") && !word.equals("newest")).ifPresent(_ -> {
            throw wrong("order", "is oldest or newest");
        });
        long most = limit.orElse(USUAL);
        if (most < 1 || most > MachinePointQuery.MAX_LIMIT) {
            throw wrong("limit", "is 1 to " + MachinePointQuery.MAX_LIMIT);
        }
        Instant first = from.map(text -> time("from", text)).orElse(Instant.EPOCH);
        Instant last = to.map(text -> time("to", text)).orElse(LAST);
        if (first.isAfter(last)) {
            throw wrong("from", "is after 'to'");
        }
        after.ifPresent(PointAsk::place);
        return new PointAsk(first, last, kind, order.equals(Optional.of("newest")), after, (int) most);
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(name, "is no time like 2026-11-20T22:15:00Z");
        }
    }

    private static ProblemException wrong(String name, String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, "the parameter '" + name + "' " + what);
    }

    static String word(Place place) {
        return place.time() + BETWEEN + place.id();
    }

    private static Place place(String word) {
        try {
            int at = word.indexOf(BETWEEN);
            return new Place(Instant.parse(word.substring(0, Math.max(at, 0))),
                    UUID.fromString(word.substring(at + 1)));
        } catch (DateTimeException | IllegalArgumentException _) {
            throw wrong("after", "is what the part before gave as 'next'");
        }
    }

    /** Whether a point belongs to what is still wanted. */
    boolean wants(Place place) {
        Optional<Place> before = after.map(PointAsk::place);
        return !place.time().isBefore(from) && !place.time().isAfter(to)
                && (before.isEmpty() || (newestFirst
                        ? place.compareTo(before.get()) < 0
                        : place.compareTo(before.get()) > 0));
    }

    /** What of the time is still to be looked through. */
    Window window() {
        Optional<Instant> before = after.map(word -> place(word).time());
        return newestFirst
                ? new Window(from, before.filter(to::isAfter).orElse(to))
                : new Window(before.filter(from::isBefore).orElse(from), to);
    }

    /** A time, both ends included. */
    record Window(Instant from, Instant to) {

        boolean holds(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }
    }
}
