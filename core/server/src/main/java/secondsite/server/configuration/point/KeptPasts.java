package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.point.PointList;
import secondsite.api.point.PointQuery;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Finds where the past of machines is kept: of those that are protected by the book, of others by asking every master target. */
@Singleton
final class KeptPasts {

    private static final PointQuery NEWEST = new PointQuery(null, null, null, true, null, 1);

    private final ProtectionBook book;
    private final Inventory inventory;
    private final SideBySide targets;

    @Inject
    KeptPasts(ProtectionBook book, Inventory inventory, SideBySide targets) {
        this.book = book;
        this.inventory = inventory;
        this.targets = targets;
    }

    /** @throws ProblemException when there is no such machine, or nothing is kept of it */
    KeptPast of(UUID machine) {
        return book.find(machine).map(now -> new KeptPast(disks(now), Map.of(), others(now)))
                .orElseGet(() -> left(inventory.machine(machine).orElseThrow(
                        () -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such machine"))));
    }

    private static List<KeptDisk> disks(ProtectedMachine machine) {
        return machine.disks().stream()
                .map(disk -> new KeptDisk(machine.machine(), disk.disk(), disk.name(), machine.masterTarget()))
                .toList();
    }

    /** One whose failover is not decided about counts: the others are to go back to where it went. One that is gone for good does not. */
    private List<KeptDisk> others(ProtectedMachine machine) {
        return machine.group().isEmpty()
                ? List.of()
                : book.all().stream().filter(other -> other.group().equals(machine.group())
                        && !other.machine().equals(machine.machine()) && other.state() != ProtectionState.FAILED_OVER)
                        .flatMap(other -> disks(other).stream()).toList();
    }

    /** A protected disk; empty when it is none. */
    Optional<KeptDisk> protectedDisk(UUID disk) {
        return book.ofDisk(disk).flatMap(
                machine -> disks(machine).stream().filter(kept -> kept.disk().equals(disk)).findFirst());
    }

    /** What was kept when a machine's protection ended. Of a disk at two master targets, the one that goes on to later. */
    private KeptPast left(KnownMachine machine) {
        var newest = new HashMap<UUID, Long>();
        var found = new LinkedHashMap<UUID, KeptDisk>();
        var unknown = new LinkedHashMap<KeptDisk, String>();
        targets.ask(possible(machine), KeptDisk::masterTarget,
                (disk, target) -> new AskedDisk(disk.disk(), target).known(NEWEST)).forEach((disk, answer) -> {
                    answer.problem().ifPresent(problem -> unknown.put(disk, problem));
                    answer.value().flatMap(kept -> kept).map(KeptPasts::last).filter(
                            last -> last > newest.getOrDefault(disk.disk(), -1L)).ifPresent(last -> {
                                newest.put(disk.disk(), last);
                                found.put(disk.disk(), disk);
                            });
                });
        var told = new HashSet<UUID>(found.keySet());
        unknown.keySet().removeIf(disk -> !told.add(disk.disk()));
        if (found.isEmpty() && unknown.isEmpty()) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    machine.name() + " is not protected, and nothing is kept of"
                            + " it: " + ErrorCode.NOT_PROTECTED);
        }
        return new KeptPast(List.copyOf(found.values()), unknown, List.of());
    }

    private List<KeptDisk> possible(KnownMachine machine) {
        var possible = new ArrayList<KeptDisk>();
        machine.disks().forEach(disk -> inventory.servers(Peer.Kind.MASTER_TARGET).forEach(server -> possible.add(
                new KeptDisk(machine.id(), disk.id(), disk.name(), server.key().name()))));
        return possible;
    }

    private static long last(PointList list) {
        return list.ranges().isEmpty() ? 0 : list.ranges().getLast().last();
    }
}
