package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.client.TransferException;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionList;
import secondsite.api.point.DeletionOrder;
import secondsite.api.point.DeletionRequest;
import secondsite.api.point.KnownDeletion;
import secondsite.api.point.UnreachedTarget;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.point.Deeds.Deed;
import secondsite.server.configuration.protection.MasterTargets;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/**
 * What is destroyed of the past. This server only asks for it: the master targets keep the requests, count the quarantine by their own
 * clocks, and say when a second person is needed.
 */
@Singleton
public final class PointDeletions {

    private static final int REASON = 500;

    private final KeptPasts pasts;
    private final DiskNames names;
    private final Inventory inventory;
    private final SideBySide side;
    private final MasterTargets targets;
    private final Deeds deeds;

    @Inject
    PointDeletions(KeptPasts pasts, DiskNames names, Inventory inventory, SideBySide side, MasterTargets targets,
            Deeds deeds) {
        this.pasts = pasts;
        this.names = names;
        this.inventory = inventory;
        this.side = side;
        this.targets = targets;
        this.deeds = deeds;
    }

    /** Those of all master targets. @param state {@code pending} or {@code done}; empty for both */
    public DeletionList all(Optional<String> state) {
        state.filter(word -> !word.equals("pending") && !word.equals("done")).ifPresent(_ -> {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the parameter 'state' is pending or done");
        });
        List<KnownDeletion> known = new ArrayList<>();
        List<UnreachedTarget> unreached = new ArrayList<>();
        ask().forEach((target, answer) -> {
            answer.problem().ifPresent(problem -> unreached.add(new UnreachedTarget(target, problem)));
            answer.value().orElse(List.of()).stream()
                    .filter(each -> state.isEmpty() || each.pending() == state.get().equals("pending"))
                    .forEach(each -> known.add(known(target, each)));
        });
        known.sort(Comparator.comparing(each -> each.deletion().requested()));
        return new DeletionList(known, unreached);
    }

    private Map<String, Answer<List<Deletion>>> ask() {
        return side.ask(inventory.servers(Peer.Kind.MASTER_TARGET).stream().map(server -> server.key().name()).toList(),
                name -> name, (_, target) -> target.deletions());
    }

    private KnownDeletion known(String target, Deletion deletion) {
        Optional<KnownMachine> machine = names.owner(deletion.disk());
        return new KnownDeletion(target, machine.map(KnownMachine::id).orElse(null),
                machine.map(KnownMachine::name).orElse(null),
                machine.flatMap(known -> known.disk(deletion.disk())).map(Disk::name).orElse(null), deletion);
    }

    /** Whether two have to agree, whatever the master target thinks of it. */
    public static boolean needsTwo(DeletionOrder order) {
        return order.what() == Deletion.What.REPLICA;
    }

    /** @param second who agrees; empty for nobody */
    public KnownDeletion request(DeletionOrder order, Optional<String> second, String who) throws TransferException {
        check(order);
        String target = target(order);
        var request = new DeletionRequest(order.what(), order.from(), order.to(), null, who, order.reason(),
                second.orElse(null));
        String what = (order.what() == Deletion.What.REPLICA
                ? "all that is kept"
                : "points from " + order.from() + " to " + order.to()) + " at " + target
                + second.map(name -> ", as " + name + " agrees").orElse("") + ": " + order.reason();
        return deeds.done(deed(who, "deletion asked for", "deletion.requested", Event.Severity.WARNING, order.disk(),
                what), () -> known(target, targets.named(target).delete(order.disk(), request)));
    }

    private Deed deed(String who, String action, String event, Event.Severity severity, UUID disk, String detail) {
        return new Deed(who, action, event, severity,
                names.owner(disk).map(KnownMachine::id).orElse(disk).toString(), names.disk(disk), detail);
    }

    private static void check(DeletionOrder order) {
        if (order.disk() == null) {
            throw wrong("disk", "is missing: the disk's id");
        }
        if (order.what() == null || order.what() == Deletion.What.RETENTION) {
            throw wrong("what", "is POINTS or REPLICA; a shorter retention comes with the policy");
        }
        if (order.reason() == null || order.reason().isBlank() || order.reason().length() > REASON) {
            throw wrong("reason", "is 1 to " + REASON + " characters: why it is to be destroyed");
        }
        boolean points = order.what() == Deletion.What.POINTS;
        if ((order.from() == null) == points) {
            throw wrong("from",
                    points ? "is missing: the time of the first point" : "is for points only; leave it out");
        }
        if ((order.to() == null) == points) {
            throw wrong("to", points ? "is missing: the time of the last point" : "is for points only; leave it out");
        }
        if (points && order.from().isAfter(order.to())) {
            throw wrong("from", "is after 'to'");
        }
    }

    private static ProblemException wrong(String field, String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, "'" + field + "' " + what);
    }

    private String target(DeletionOrder order) {
        Optional<KeptDisk> kept = pasts.protectedDisk(order.disk());
        String target = Optional.ofNullable(order.masterTarget()).or(() -> kept.map(KeptDisk::masterTarget))
                .orElseThrow(() -> wrong("masterTarget", "is missing: disk " + order.disk()
                        + " is not protected; name the master target that keeps what is left of it"));
        if (inventory.server(Peer.Kind.MASTER_TARGET, target).isEmpty()) {
            throw wrong("masterTarget", "names no master target that is known");
        }
        if (order.what() == Deletion.What.REPLICA
                && kept.filter(disk -> disk.masterTarget().equals(target)).isPresent()) {
            throw new ProblemException(ProblemCode.CONFLICT, "disk " + names.disk(order.disk())
                    + " is protected; end that with 'deleteReplica', and its replica is destroyed too");
        }
        return target;
    }

    /** Undoes a pending one: everything stays. */
    public void undo(UUID id, String who) throws TransferException {
        List<String> unreached = new ArrayList<>();
        Optional<KnownDeletion> found = Optional.empty();
        for (Map.Entry<String, Answer<List<Deletion>>> asked : ask().entrySet()) {
            asked.getValue().problem().ifPresent(problem -> unreached.add(asked.getKey() + ": " + problem));
            found = found.or(() -> asked.getValue().value().orElse(List.of()).stream()
                    .filter(each -> each.id().equals(id)).findFirst().map(each -> known(asked.getKey(), each)));
        }
        KnownDeletion deletion = found.orElseThrow(() -> unreached.isEmpty()
                ? new ProblemException(ProblemCode.NOT_FOUND, "there is no deletion " + id)
                : new ProblemException(ProblemCode.UNREACHABLE, "deletion " + id + " is not found where could be asked;"
                        + " no answer came from " + String.join(", ", unreached)));
        deeds.done(deed(who, "deletion undone", "deletion.undone", Event.Severity.INFORMATION,
                deletion.deletion().disk(), "deletion " + id + " at " + deletion.masterTarget()), () -> {
                    targets.named(deletion.masterTarget()).undo(id);
                    return null;
                });
    }
}
