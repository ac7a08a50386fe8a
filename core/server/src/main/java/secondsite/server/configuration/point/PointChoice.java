package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoints;
import secondsite.api.point.Moments;
import secondsite.api.point.PointList;
import secondsite.api.point.PointQuery;
import secondsite.server.web.ProblemException;

/**
 * Where each disk of a machine is to be brought back to, when somebody wants a point of the machine: all disks to one moment. The words
 * are those of a {@link secondsite.api.recovery.FailoverRequest}.
 */
@Singleton
public final class PointChoice {

    public static final String LATEST = "latest";
    private static final String LATEST_APP = "latest-app";
    private static final String LATEST_GROUP = "latest-group";
    private static final Set<String> WORDS = Set.of(LATEST, LATEST_APP, LATEST_GROUP);
    /** So many points are looked through for one that all disks have. */
    private static final int NEWEST = 200;

    private final KeptPasts pasts;
    private final SideBySide targets;
    private final PointView view;

    @Inject
    PointChoice(KeptPasts pasts, SideBySide targets, PointView view) {
        this.pasts = pasts;
        this.targets = targets;
        this.view = view;
    }

    /**
     * A moment of a machine.
     *
     * @param time   of it
     * @param disks  what each is asked for: a sequence, or a time in ISO 8601
     * @param newest time of the newest record that any of the disks has
     */
    public record Chosen(Instant time, Map<UUID, String> disks, Instant newest) {

        public Chosen {
            disks = Map.copyOf(disks);
        }
    }

    private interface Question<T> {
        T ask(AskedDisk disk) throws TransferException;
    }

    /** @throws ProblemException for what is no word for a point */
    public static void check(String point) {
        if (!WORDS.contains(point) && id(point).isEmpty()) {
            time(point);
        }
    }

    /**
     * Finds a point.
     *
     * @throws ProblemException NOT_RECOVERABLE when the disks cannot all be brought back to it, UNREACHABLE when that is not known, and
     *                          BAD_REQUEST for what is no word for a point
     */
    public Chosen of(UUID machine, String point) {
        KeptPast past = pasts.of(machine);
        past.unknown().forEach(PointChoice::refuse);
        Map<KeptDisk, List<Moments>> moments = told(past.disks(), AskedDisk::moments);
        Instant newest = moments.values().stream().filter(of -> !of.isEmpty()).map(of -> of.getLast().to())
                .max(Instant::compareTo)
                .orElseThrow(() -> gone("there is none yet: the first copy is not complete"));
        return switch (point) {
            case LATEST -> latest(machine, past.disks(), moments, newest);
            case LATEST_APP -> named(machine, Optional.of("app-consistent"), newest);
            case LATEST_GROUP -> named(machine, Optional.of(PointView.GROUP), newest);
            default -> id(point).map(id -> mark(past.disks(), id, newest))
                    .orElseGet(() -> moment(moments, time(point), newest));
        };
    }

    private Chosen latest(UUID machine, List<KeptDisk> disks, Map<KeptDisk, List<Moments>> moments, Instant newest) {
        if (disks.size() == 1) {
            KeptDisk only = disks.getFirst();
            OptionalLong last = told(disks, disk -> disk.points(new PointQuery(null, null, null, true, null, 1)))
                    .get(only).ranges().stream().mapToLong(PointList.Range::last).max();
            return new Chosen(newest, Map.of(only.disk(), Long.toString(last.orElseThrow(
                    () -> gone("nothing of its disk can be brought back")))), newest);
        }
        List<Moments> common = CommonMoments.of(List.copyOf(moments.values()));
        return common.isEmpty()
                ? named(machine, Optional.empty(), newest)
                : at(moments.keySet(), common.getLast().to(), newest);
    }

    private static Chosen at(Collection<KeptDisk> disks, Instant time, Instant newest) {
        return new Chosen(time, disks.stream().collect(Collectors.toMap(KeptDisk::disk, _ -> time.toString())), newest);
    }

    private static Chosen moment(Map<KeptDisk, List<Moments>> moments, Instant time, Instant newest) {
        List<Moments> common = CommonMoments.of(List.copyOf(moments.values()));
        if (common.stream().noneMatch(each -> !time.isBefore(each.from()) && !time.isAfter(each.to()))) {
            throw gone("not all disks have the moment " + time + "; any of these times is possible: "
                    + common.stream().map(each -> each.from() + " to " + each.to()).collect(Collectors.joining(", "))
                    + ", and the points in the list");
        }
        return at(moments.keySet(), time, newest);
    }

    private Chosen named(UUID machine, Optional<String> kind, Instant newest) {
        MachinePoints points = view.of(machine, PointAsk.of(Optional.empty(), Optional.empty(), kind,
                Optional.of("newest"), Optional.empty(), OptionalLong.of(NEWEST)));
        Predicate<MachinePoint> whole = MachinePoint::complete;
        MachinePoint point = points.points().stream().filter(whole.and(each -> each.id() != null)).findFirst()
                .orElseThrow(() -> gone("there is no " + kind.map(word -> word + " ").orElse("")
                        + "point that all disks have"
                        + points.unreached().stream().map(disk -> "; disk " + disk.name() + ": " + disk.problem())
                                .collect(Collectors.joining())));
        return new Chosen(point.time(), point.disks().stream().collect(
                Collectors.toMap(MachinePoint.DiskPoint::disk, disk -> Long.toString(disk.sequence()))), newest);
    }

    private Chosen mark(List<KeptDisk> disks, UUID id, Instant newest) {
        var sequences = new LinkedHashMap<UUID, String>();
        Map<KeptDisk, List<PointList.Point>> marks = told(disks, disk -> disk.marks(List.of(id)));
        marks.forEach((disk, of) -> sequences.put(disk.disk(), Long.toString(of.stream().findFirst().orElseThrow(
                () -> gone("disk " + disk.name() + " has no point " + id + "; it may have expired")).sequence())));
        Instant time = marks.values().stream().map(of -> of.getFirst().time()).min(Instant::compareTo).orElseThrow();
        return new Chosen(time, sequences, newest);
    }

    private static Optional<UUID> id(String point) {
        try {
            return Optional.of(UUID.fromString(point));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Instant time(String point) {
        try {
            return Instant.parse(point);
        } catch (DateTimeException _) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'point' is " + LATEST + ", " + LATEST_APP + ", "
                    + LATEST_GROUP + ", the id of a point, or a time like 2026-11-20T22:15:00Z");
        }
    }

    private <T> Map<KeptDisk, T> told(List<KeptDisk> disks, Question<T> question) {
        var told = new LinkedHashMap<KeptDisk, T>();
        targets.ask(disks, KeptDisk::masterTarget,
                (disk, target) -> question.ask(new AskedDisk(disk.disk(), target))).forEach((disk, answer) -> {
                    answer.problem().ifPresent(problem -> refuse(disk, problem));
                    told.put(disk, answer.value().orElseThrow());
                });
        return told;
    }

    private static ProblemException gone(String why) {
        return new ProblemException(ProblemCode.NOT_RECOVERABLE, why);
    }

    private static void refuse(KeptDisk disk, String problem) {
        throw new ProblemException(ProblemCode.UNREACHABLE, "disk " + disk.name() + " cannot be asked: " + problem);
    }
}
