package secondsite.server.target.rest;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.point.PointList;
import secondsite.api.point.PointQuery;
import secondsite.engine.segment.MarkKind;
import secondsite.server.target.PinnedPoint;
import secondsite.server.target.RecoveryPoint;
import secondsite.server.target.Replica;
import secondsite.server.web.ProblemException;

/** The points of one disk that have a name, as people are shown them: those that were marked, and those that are only pinned. */
final class NamedPoints {

    private static final String PIN = "pin";
    private static final Set<String> KINDS = Set.of(word(MarkKind.CRASH_CONSISTENT), word(MarkKind.APP_CONSISTENT),
            word(MarkKind.GROUP), word(MarkKind.BOOKMARK), PIN);
    private static final Instant LAST = Instant.MAX.minus(1, ChronoUnit.DAYS);

    private final Replica replica;
    private final LongFunction<UUID> deletions;

    /** A point, and where it is in the journal. */
    private record Placed(PointList.Point point, long position) {}

    /** @param deletions the pending deletion of a sequence; null when there is none */
    NamedPoints(Replica replica, LongFunction<UUID> deletions) {
        this.replica = replica;
        this.deletions = deletions;
    }

    /** How it is said of a mark what it stands for. */
    static String word(MarkKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    PointList list(PointQuery query) throws IOException {
        if (query.kind() != null && !KINDS.contains(query.kind())) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the parameter 'kind' is one of "
                    + KINDS.stream().sorted().collect(Collectors.joining(", ")));
        }
        List<PointList.Range> ranges = replica.recoverableRanges().stream()
                .map(range -> new PointList.Range(range.first(), range.last())).toList();
        List<PointList.Point> wanted = sized(all()).stream().filter(point -> matches(point, query)).toList();
        return part(ranges, replica.resyncs(), query.newestFirst() ? wanted.reversed() : wanted, query);
    }

    /** Those of these marks that are here. */
    List<PointList.Point> of(Set<UUID> marks) throws IOException {
        return sized(all()).stream().filter(point -> marks.contains(point.id())).toList();
    }

    private static PointList part(List<PointList.Range> ranges, List<Long> resyncs, List<PointList.Point> wanted,
            PointQuery query) {
        List<PointList.Point> from = wanted.stream().filter(point -> query.after() == null || (query.newestFirst()
                ? point.sequence() < query.after()
                : point.sequence() > query.after())).toList();
        boolean more = from.size() > query.limit();
        List<PointList.Point> part = more ? from.subList(0, query.limit()) : from;
        return new PointList(ranges, resyncs, part, more ? part.getLast().sequence() : null);
    }

    private static boolean matches(PointList.Point point, PointQuery query) {
        return !point.time().isBefore(query.from()) && !point.time().isAfter(query.to())
                && (query.kind() == null || query.kind().equals(point.kind()));
    }

    private List<Placed> all() throws IOException {
        NavigableMap<Long, PinnedPoint> pins = replica.pins();
        List<Placed> all = new ArrayList<>();
        for (RecoveryPoint mark : replica.points(Instant.EPOCH, LAST)) {
            boolean pinned = pins.containsKey(mark.sequence());
            all.add(new Placed(new PointList.Point(mark.sequence(), mark.time(), word(mark.kind()), mark.id(),
                    mark.label(), 0, pinned, deletions.apply(mark.sequence())), mark.position()));
        }
        Set<Long> marked = all.stream().map(placed -> placed.point().sequence()).collect(Collectors.toSet());
        for (PinnedPoint pin : pins.values()) {
            if (!marked.contains(pin.sequence())) {
                all.add(new Placed(new PointList.Point(pin.sequence(), pin.time(), PIN, null, pin.label(), 0, true,
                        deletions.apply(pin.sequence())), replica.journal().positionOf(pin.sequence())));
            }
        }
        all.sort(Comparator.comparingLong(placed -> placed.point().sequence()));
        return all;
    }

    /** Each with how much of the journal lies between it and the one before. */
    private static List<PointList.Point> sized(List<Placed> all) {
        List<PointList.Point> sized = new ArrayList<>(all.size());
        long before = 0;
        for (Placed placed : all) {
            PointList.Point point = placed.point();
            sized.add(new PointList.Point(point.sequence(), point.time(), point.kind(), point.id(), point.label(),
                    Math.max(0, placed.position() - before), point.pinned(), point.deletion()));
            before = placed.position();
        }
        return sized;
    }
}
