package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.point.MachinePoints;
import secondsite.api.point.Moments;
import secondsite.api.point.Pin;
import secondsite.api.point.PointList;
import secondsite.server.configuration.protection.Proofs;

/** What machines can be brought back to, for people. */
@Singleton
public final class PointView {

    static final String GROUP = "group";

    private final KeptPasts pasts;
    private final SideBySide targets;
    private final Proofs proofs;
    private final Horizon horizon;

    @Inject
    PointView(KeptPasts pasts, SideBySide targets, Proofs proofs, Horizon horizon) {
        this.pasts = pasts;
        this.targets = targets;
        this.proofs = proofs;
        this.horizon = horizon;
    }

    /** A part of a machine's points, and the times of which it has any moment. */
    public MachinePoints of(UUID id, PointAsk ask) {
        KeptPast past = pasts.of(id);
        List<KeptDisk> disks = past.disks();
        var search = new MarkSearch(targets, disks, ask);
        MarkSearch.Part part = search.part();
        Map<KeptDisk, String> unreached = new LinkedHashMap<>(past.unknown());
        unreached.putAll(search.unreached());
        Set<KeptDisk> silent = Set.copyOf(unreached.keySet());
        List<KeptDisk> reached = disks.stream().filter(disk -> !unreached.containsKey(disk)).toList();
        Map<KeptDisk, Map<Long, String>> pins = new HashMap<>();
        targets.ask(pinned(part.marks(), reached), KeptDisk::masterTarget,
                (disk, target) -> new AskedDisk(disk.disk(), target).pins()).forEach((disk, answer) -> {
                    answer.problem().ifPresent(problem -> unreached.put(disk, problem));
                    pins.put(disk, answer.value().orElse(List.of()).stream()
                            .collect(Collectors.toMap(Pin::sequence, Pin::label)));
                });
        List<Moments> moments = moments(reached, unreached);
        var telling = new MarkTelling(past.all(), silent, proofs(part.marks(), search),
                group(past.others(), part.marks()), pins);
        return new MachinePoints(id, part.marks().stream().map(telling::tell).toList(), moments,
                unreached.entrySet().stream().map(each -> each.getKey().unreached(each.getValue())).toList(),
                part.next().orElse(null));
    }

    private static Set<KeptDisk> pinned(List<PlacedMark> marks, List<KeptDisk> reached) {
        var pinned = new HashSet<KeptDisk>();
        marks.forEach(mark -> mark.disks().forEach((disk, point) -> {
            if (point.pinned() && reached.contains(disk)) {
                pinned.add(disk);
            }
        }));
        return pinned;
    }

    /** None while one disk is not known of. */
    private List<Moments> moments(List<KeptDisk> reached, Map<KeptDisk, String> unreached) {
        var all = new ArrayList<List<Moments>>();
        targets.ask(reached, KeptDisk::masterTarget, (disk, target) -> new AskedDisk(disk.disk(), target).moments())
                .forEach((disk, answer) -> {
                    answer.problem().ifPresent(problem -> unreached.put(disk, problem));
                    answer.value().ifPresent(moments -> all.add(horizon.upTo(disk, moments)));
                });
        return unreached.isEmpty() ? CommonMoments.of(all) : List.of();
    }

    private Map<KeptDisk, Proof> proofs(List<PlacedMark> marks, MarkSearch search) {
        var oldest = new HashMap<KeptDisk, Instant>();
        marks.forEach(mark -> mark.disks().forEach((disk, point) -> oldest.merge(disk, point.time(),
                (one, other) -> one.isBefore(other) ? one : other)));
        var proven = new HashMap<KeptDisk, Proof>();
        oldest.forEach((disk, time) -> proven.put(disk,
                new Proof(proofs.from(disk.disk(), time), search.resyncs(disk))));
        return proven;
    }

    /** What the disks of the other members of the machine's group have of its group points. */
    private Map<KeptDisk, Answer<Set<UUID>>> group(List<KeptDisk> others, List<PlacedMark> marks) {
        List<UUID> ids = marks.stream().filter(mark -> mark.any().kind().equals(GROUP)).map(PlacedMark::id).toList();
        return ids.isEmpty()
                ? Map.of()
                : targets.ask(others, KeptDisk::masterTarget,
                        (disk, target) -> new AskedDisk(disk.disk(), target).marks(ids).stream()
                                .map(PointList.Point::id).collect(Collectors.toSet()));
    }
}
