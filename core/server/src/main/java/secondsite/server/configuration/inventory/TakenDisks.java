package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.server.configuration.store.Disks.Disk;

/** Disks that an agent says it has, and that belong to another machine. Safe for use by several threads. */
@Singleton
public final class TakenDisks {

    private final Inventory inventory;
    private final Map<UUID, Set<UUID>> byMachine = new ConcurrentHashMap<>();

    @Inject
    public TakenDisks(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Whether this disk is known to be claimed by that machine in vain. */
    boolean known(UUID machine, UUID disk) {
        return byMachine.getOrDefault(machine, Set.of()).contains(disk);
    }

    /** These and no others are claimed in vain. */
    void set(UUID machine, Set<UUID> disks) {
        if (disks.isEmpty()) {
            byMachine.remove(machine);
        } else {
            byMachine.put(machine, Set.copyOf(disks));
        }
    }

    /** What is wrong with a machine for that reason; both machines are named. */
    public List<ReportedProblem> problems(UUID machine) {
        return byMachine.getOrDefault(machine, Set.of()).stream().sorted()
                .flatMap(disk -> inventory.machineOfDisk(disk).stream()
                        .map(owner -> new ReportedProblem(ErrorCode.DISK_TAKEN,
                                said(machine, owner.disk(disk).orElseThrow(), owner))))
                .toList();
    }

    private String said(UUID machine, Disk disk, KnownMachine owner) {
        return said(inventory.machine(machine).map(KnownMachine::name).orElse("a machine"), disk.id(), owner);
    }

    static String said(String claims, UUID disk, KnownMachine owner) {
        return claims + " reports the disk " + disk + ", which belongs to " + owner.name();
    }
}
