package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.client.TransferException;
import secondsite.api.point.MachinePin;
import secondsite.api.point.MachinePinList;
import secondsite.api.point.Pin;
import secondsite.api.point.PinRequest;
import secondsite.api.point.PointList;
import secondsite.api.point.PointQuery;
import secondsite.api.point.UnreachedDisk;
import secondsite.server.configuration.point.Deeds.Deed;
import secondsite.server.configuration.protection.MasterTargets;
import secondsite.server.web.ProblemException;

/**
 * Points of machines that are kept until somebody lets them go. A point is pinned on all disks that have it, or on none: nothing is begun
 * before all can be asked, and what was begun is taken back when one refuses. Both may be asked for again.
 */
@Singleton
public final class Pins {

    private static final int LABEL = 200;

    private final KeptPasts pasts;
    private final DiskNames names;
    private final SideBySide side;
    private final MasterTargets targets;
    private final Deeds deeds;

    @Inject
    Pins(KeptPasts pasts, DiskNames names, SideBySide side, MasterTargets targets, Deeds deeds) {
        this.pasts = pasts;
        this.names = names;
        this.side = side;
        this.targets = targets;
        this.deeds = deeds;
    }

    /** Keeps a point. @param point id of its marks */
    public MachinePin pin(UUID machine, UUID point, String label, String who) throws TransferException {
        if (label == null || label.isBlank() || label.length() > LABEL) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'label' is 1 to " + LABEL + " characters: why the point is kept");
        }
        Map<KeptDisk, PointList.Point> marks = marks(machine, point);
        return deeds.done(deed(who, "point pinned", "point.pinned", machine, point, label),
                () -> pinAll(point, marks, new PinRequest("", label, who)));
    }

    private Deed deed(String who, String action, String event, UUID machine, UUID point, String label) {
        return new Deed(who, action, event, Event.Severity.INFORMATION, machine.toString(),
                names.machine(machine), "point " + point + (label.isEmpty() ? "" : ": " + label));
    }

    private MachinePin pinAll(UUID point, Map<KeptDisk, PointList.Point> marks, PinRequest request)
            throws TransferException {
        List<Pin> pins = new ArrayList<>();
        List<KeptDisk> begun = new ArrayList<>();
        try {
            for (Map.Entry<KeptDisk, PointList.Point> mark : marks.entrySet()) {
                KeptDisk disk = mark.getKey();
                // Also where the answer gets lost: it may be pinned.
                begun.add(disk);
                pins.add(targets.named(disk.masterTarget()).pin(disk.disk(), new PinRequest(
                        Long.toString(mark.getValue().sequence()), request.label(), request.who())));
            }
        } catch (TransferException | ProblemException e) {
            begun.stream().filter(disk -> !marks.get(disk).pinned())
                    .forEach(disk -> takeBack(disk, marks.get(disk), e));
            throw e;
        }
        return told(point, pins);
    }

    private void takeBack(KeptDisk disk, PointList.Point mark, Exception why) {
        try {
            targets.named(disk.masterTarget()).unpin(disk.disk(), Long.toString(mark.sequence()));
        } catch (TransferException | ProblemException e) {
            why.addSuppressed(e);
        }
    }

    private static MachinePin told(UUID point, List<Pin> pins) {
        Pin first = pins.stream().min(Comparator.comparing(Pin::time)).orElseThrow();
        return new MachinePin(point, first.time(), first.label(), first.who(), first.made(),
                pins.stream().map(Pin::disk).toList());
    }

    /** Lets a point go; not an error when it is not pinned. What fails on a disk leaves the others let go: it is to be asked for again. */
    public void unpin(UUID machine, UUID point, String who) throws TransferException {
        Map<KeptDisk, PointList.Point> marks = marks(machine, point);
        deeds.done(deed(who, "point unpinned", "point.unpinned", machine, point, ""), () -> {
            for (Map.Entry<KeptDisk, PointList.Point> mark : marks.entrySet()) {
                if (mark.getValue().pinned()) {
                    targets.named(mark.getKey().masterTarget()).unpin(mark.getKey().disk(),
                            Long.toString(mark.getValue().sequence()));
                }
            }
            return null;
        });
    }

    /** What the machine's disks have of a point. @throws ProblemException when one cannot be asked, or none has it */
    private Map<KeptDisk, PointList.Point> marks(UUID machine, UUID point) {
        var marks = new LinkedHashMap<KeptDisk, PointList.Point>();
        KeptPast past = pasts.of(machine);
        past.unknown().forEach(Pins::refuse);
        side.ask(past.disks(), KeptDisk::masterTarget,
                (disk, target) -> new AskedDisk(disk.disk(), target).marks(List.of(point))).forEach((disk, answer) -> {
                    answer.problem().ifPresent(problem -> refuse(disk, problem));
                    answer.value().orElseThrow().stream().findFirst().ifPresent(mark -> marks.put(disk, mark));
                });
        if (marks.isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "the machine has no such point; it may have expired");
        }
        return marks;
    }

    private static void refuse(KeptDisk disk, String problem) {
        throw new ProblemException(ProblemCode.UNREACHABLE,
                "disk " + disk.name() + " cannot be asked, so nothing was changed: " + problem);
    }

    /** The pins of a disk, each with the id of the mark that it is on; empty for a record without one. */
    private static Map<Pin, Optional<UUID>> pins(AskedDisk disk) throws TransferException {
        var pins = new LinkedHashMap<Pin, Optional<UUID>>();
        for (Pin pin : disk.pins()) {
            var then = new PointQuery(pin.time(), pin.time(), null, false, null, PointQuery.MAX_LIMIT);
            pins.put(pin, disk.rest(then).stream().filter(mark -> mark.sequence() == pin.sequence()).findFirst()
                    .map(PointList.Point::id));
        }
        return pins;
    }

    /** All of a machine. */
    public MachinePinList of(UUID machine) {
        List<UnreachedDisk> unreached = new ArrayList<>();
        Map<UUID, List<Pin>> ofMarks = new LinkedHashMap<>();
        List<MachinePin> pins = new ArrayList<>();
        KeptPast past = pasts.of(machine);
        past.unknown().forEach((disk, problem) -> unreached.add(disk.unreached(problem)));
        side.ask(past.disks(), KeptDisk::masterTarget,
                (disk, target) -> pins(new AskedDisk(disk.disk(), target))).forEach((disk, answer) -> {
                    answer.problem().ifPresent(problem -> unreached.add(disk.unreached(problem)));
                    answer.value().ifPresent(all -> all.forEach((pin, mark) -> {
                        if (mark.isEmpty()) {
                            pins.add(told(null, List.of(pin)));
                        } else {
                            ofMarks.computeIfAbsent(mark.get(), _ -> new ArrayList<>()).add(pin);
                        }
                    }));
                });
        ofMarks.forEach((mark, each) -> pins.add(told(mark, each)));
        pins.sort(Comparator.comparing(MachinePin::time));
        return new MachinePinList(machine, pins, unreached);
    }
}
