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
    public static final String LATEST_GROUP = "latest-group";
    private static final Set<String> WORDS = Set.of(LATEST, LATEST_APP, LATEST_GROUP);
    /** So many points are looked through for one that all disks have. */
    private static final int NEWEST = 200;
    private static final long NONE = -1;

    private final KeptPasts pasts;
    private final SideBySide targets;
    private final PointView view;
    private final Horizon horizon;

    @Inject
    PointChoice(KeptPasts pasts, SideBySide targets, PointView view, Horizon horizon) {
        this.pasts = pasts;
        this.targets = targets;
        this.view = view;
        this.horizon = horizon;
    }

    /**
     * A moment of a machine.
     *
     * @param time   of it; of a disk that has written nothing since, later than its newest record
     * @param disks  what each is asked for: a sequence, or a time in ISO 8601
     * @param newest time of the newest record that any of the disks has
     */
    public record Chosen(Instant time, Map<UUID, String> disks, Instant newest) {

        public Chosen {
            disks = Map.copyOf(disks);
        }
    }

    /** A point that all disks of all members of a replication group have. */
    public record GroupPoint(UUID id, Instant time) {}

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
        Instant newest = newest(moments);
        return switch (point) {
            case LATEST -> latest(machine, moments, newest);
            case LATEST_APP -> named(machine, Optional.of("app-consistent"), newest);
            case LATEST_GROUP -> named(machine, Optional.of(PointView.GROUP), newest);
            default -> id(point).map(id -> mark(past.disks(), id, newest))
                    .orElseGet(() -> moment(moments, time(point), newest));
        };
    }

    private static Instant newest(Map<KeptDisk, List<Moments>> moments) {
        return moments.values().stream().filter(of -> !of.isEmpty()).map(PointChoice::end).max(Instant::compareTo)
                .orElseThrow(() -> gone("there is none yet: the first copy is not complete"));
    }

    /** These records, whose disks are known to have been at them at one moment. */
    public Chosen exactly(UUID machine, Map<UUID, String> sequences) {
        Instant newest = newest(told(pasts.of(machine).disks(), AskedDisk::moments));
        return new Chosen(newest, sequences, newest);
    }

    /** The newest time up to which all disks are known without a gap. */
    private Chosen latest(UUID machine, Map<KeptDisk, List<Moments>> moments, Instant newest) {
        Map<KeptDisk, Long> last = told(List.copyOf(moments.keySet()), PointChoice::last);
        if (last.containsValue(NONE)) {
            throw gone("nothing of one of its disks can be brought back");
        }
        Instant time = moments.entrySet().stream().map(disk -> horizon.of(disk.getKey(), end(disk.getValue())))
                .min(Instant::compareTo).orElseThrow();
        var disks = new LinkedHashMap<UUID, String>();
        moments.forEach((disk, of) -> {
            if (!end(of).isAfter(time)) {
                disks.put(disk.disk(), Long.toString(last.get(disk)));
            } else if (holds(of, time)) {
                disks.put(disk.disk(), time.toString());
            }
        });
        return disks.size() < moments.size()
                ? named(machine, Optional.empty(), newest)
                : new Chosen(time, disks, newest);
    }

    private static long last(AskedDisk disk) throws TransferException {
        return disk.points(new PointQuery(null, null, null, true, null, 1)).ranges().stream()
                .mapToLong(PointList.Range::last).max().orElse(NONE);
    }

    private static Instant end(List<Moments> moments) {
        return moments.isEmpty() ? Instant.EPOCH : moments.getLast().to();
    }

    private static boolean holds(List<Moments> moments, Instant time) {
        return moments.stream().anyMatch(each -> !time.isBefore(each.from()) && !time.isAfter(each.to()));
    }

    private static Chosen at(Collection<KeptDisk> disks, Instant time, Instant newest) {
        return new Chosen(time, disks.stream().collect(Collectors.toMap(KeptDisk::disk, _ -> time.toString())), newest);
    }

    private Chosen moment(Map<KeptDisk, List<Moments>> moments, Instant time, Instant newest) {
        List<Moments> common = CommonMoments.of(moments.entrySet().stream()
                .map(disk -> horizon.upTo(disk.getKey(), disk.getValue())).toList());
        if (!holds(common, time)) {
            throw gone("not all disks have the moment " + time + "; any of these times is possible: "
                    + common.stream().map(each -> each.from() + " to " + each.to()).collect(Collectors.joining(", "))
                    + ", and the points in the list");
        }
        return at(moments.keySet(), time, newest);
    }

    private Chosen named(UUID machine, Optional<String> kind, Instant newest) {
        MachinePoint point = whole(machine, kind);
        return new Chosen(point.time(), point.disks().stream().collect(
                Collectors.toMap(MachinePoint.DiskPoint::disk, disk -> Long.toString(disk.sequence()))), newest);
    }

    /**
     * The newest group point of a machine's replication group.
     *
     * @throws ProblemException NOT_RECOVERABLE when there is none that all disks of all members have
     */
    public GroupPoint group(UUID machine) {
        MachinePoint point = whole(machine, Optional.of(PointView.GROUP));
        return new GroupPoint(point.id(), point.time());
    }

    private MachinePoint whole(UUID machine, Optional<String> kind) {
        MachinePoints points = view.of(machine, PointAsk.of(Optional.empty(), Optional.empty(), kind,
                Optional.of("newest"), Optional.empty(), OptionalLong.of(NEWEST)));
        Predicate<MachinePoint> whole = MachinePoint::complete;
        return points.points().stream().filter(whole.and(each -> each.id() != null)).findFirst()
                .orElseThrow(() -> gone("there is no " + kind.map(word -> word + " ").orElse("")
                        + "point that all disks have"
                        + points.unreached().stream().map(disk -> "; disk " + disk.name() + ": " + disk.problem())
                                .collect(Collectors.joining())));
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
