package secondsite.server.configuration.point;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import secondsite.api.client.TransferException;
import secondsite.api.point.PointList;
import secondsite.api.point.PointQuery;
import secondsite.server.configuration.point.PlacedMark.Place;
import secondsite.server.configuration.point.PointAsk.Window;

/**
 * Looks for the points of a machine: one window of time after the other, as wide as one question to each disk reaches, so that a page
 * costs the same however long the past is. Within a window all disks have told all; what a disk has of a mark outside of it is looked up
 * by the mark's id. The order is that of time, not of sequences, for the clock of a machine may be put back. For one thread.
 */
final class MarkSearch {

    private final SideBySide targets;
    private final PointAsk ask;
    private final List<KeptDisk> disks;
    private final Map<KeptDisk, String> unreached = new LinkedHashMap<>();
    private final Map<KeptDisk, List<Long>> resyncs = new HashMap<>();
    private final TreeMap<Place, PlacedMark> found;

    MarkSearch(SideBySide targets, List<KeptDisk> disks, PointAsk ask) {
        this.targets = targets;
        this.disks = new ArrayList<>(disks);
        this.ask = ask;
        this.found = new TreeMap<>(
                ask.newestFirst() ? Comparator.<Place>reverseOrder() : Comparator.<Place>naturalOrder());
    }

    /** Those that were looked for. @param next where the next part begins; empty when this is the last */
    record Part(List<PlacedMark> marks, Optional<String> next) {}

    Part part() {
        Optional<Window> left = Optional.of(ask.window());
        while (found.size() <= ask.limit() && left.isPresent() && !disks.isEmpty()) {
            left = lookThrough(left.get());
        }
        List<PlacedMark> marks = found.values().stream().limit(ask.limit()).toList();
        return new Part(marks, found.size() > marks.size()
                ? Optional.of(PointAsk.word(marks.getLast().place()))
                : Optional.empty());
    }

    /** Disks that could not be asked, and why. */
    Map<KeptDisk, String> unreached() {
        return unreached;
    }

    /** Where resynchronizations of a disk began. */
    List<Long> resyncs(KeptDisk disk) {
        return resyncs.getOrDefault(disk, List.of());
    }

    /** Takes what is in the nearer part of a window. @return the rest of it */
    private Optional<Window> lookThrough(Window window) {
        Map<KeptDisk, PointList> first = told(disks, disk -> disk.points(query(window, null)));
        Optional<Instant> edge = edge(first.values());
        Window near = edge.map(time -> ask.newestFirst()
                ? new Window(time, window.to())
                : new Window(window.from(), time)).orElse(window);
        var marks = new LinkedHashMap<UUID, PlacedMark>();
        first.forEach((disk, list) -> {
            resyncs.put(disk, list.resyncs());
            list.points().stream().filter(point -> near.holds(point.time()))
                    .forEach(point -> PlacedMark.note(marks, disk, point));
        });
        List<KeptDisk> more = first.keySet().stream().filter(disk -> first.get(disk).next() != null).toList();
        told(more, (disk, asked) -> asked.rest(query(near, first.get(disk).next()))).forEach(
                (disk, points) -> points.forEach(point -> PlacedMark.note(marks, disk, point)));
        lookUp(marks);
        marks.values().stream().filter(mark -> near.holds(mark.place().time()) && ask.wants(mark.place()))
                .forEach(mark -> found.put(mark.place(), mark));
        return edge.flatMap(time -> far(window, time));
    }

    private PointQuery query(Window window, Long after) {
        return new PointQuery(window.from(), window.to(), ask.kind().orElse(null), ask.newestFirst(), after,
                PointQuery.MAX_LIMIT);
    }

    /** The time up to which the first answers reach; empty when they have everything. */
    private Optional<Instant> edge(Collection<PointList> first) {
        Stream<Stream<Instant>> cut = first.stream().filter(list -> list.next() != null)
                .map(list -> list.points().stream().map(PointList.Point::time));
        Comparator<Instant> order = Comparator.naturalOrder();
        return ask.newestFirst()
                ? cut.map(times -> times.min(order).orElseThrow()).max(order)
                : cut.map(times -> times.max(order).orElseThrow()).min(order);
    }

    private Optional<Window> far(Window window, Instant edge) {
        Window far = ask.newestFirst()
                ? new Window(window.from(), edge.minus(1, ChronoUnit.MICROS))
                : new Window(edge.plus(1, ChronoUnit.MICROS), window.to());
        return far.from().isAfter(far.to()) ? Optional.empty() : Optional.of(far);
    }

    /** What disks have of marks that stand elsewhere in time there. */
    private void lookUp(Map<UUID, PlacedMark> marks) {
        var wanted = new LinkedHashMap<KeptDisk, List<UUID>>();
        for (KeptDisk disk : disks) {
            List<UUID> ids = marks.values().stream().filter(mark -> mark.marked() && !mark.disks().containsKey(disk))
                    .map(PlacedMark::id).toList();
            if (!ids.isEmpty()) {
                wanted.put(disk, ids);
            }
        }
        told(wanted.keySet(), (disk, asked) -> asked.marks(wanted.get(disk))).forEach(
                (disk, points) -> points.forEach(point -> PlacedMark.note(marks, disk, point)));
    }

    private interface Question<T> {
        T ask(KeptDisk disk, AskedDisk asked) throws TransferException;
    }

    private interface Plain<T> {
        T ask(AskedDisk asked) throws TransferException;
    }

    private <T> Map<KeptDisk, T> told(Collection<KeptDisk> of, Plain<T> question) {
        return told(of, (_, asked) -> question.ask(asked));
    }

    /** Whoever cannot be asked once is not asked again. */
    private <T> Map<KeptDisk, T> told(Collection<KeptDisk> of, Question<T> question) {
        var told = new LinkedHashMap<KeptDisk, T>();
        targets.ask(List.copyOf(of), KeptDisk::masterTarget,
                (disk, target) -> question.ask(disk, new AskedDisk(disk.disk(), target))).forEach((disk, answer) -> {
                    answer.value().ifPresent(value -> told.put(disk, value));
                    answer.problem().ifPresent(problem -> {
                        unreached.put(disk, problem);
                        disks.remove(disk);
                    });
                });
        return told;
    }
}
