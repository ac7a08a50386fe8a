package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.store.Disks.Disk;

/** What disks and machines are called. */
@Singleton
final class DiskNames {

    private final Inventory inventory;

    @Inject
    DiskNames(Inventory inventory) {
        this.inventory = inventory;
    }

    /** The machine that has a disk, protected or not. */
    Optional<KnownMachine> owner(UUID disk) {
        return inventory.machineOfDisk(disk);
    }

    /** With the machine's; the id of one that nobody knows. */
    String disk(UUID disk) {
        return owner(disk).map(machine -> machine.name() + machine.disk(disk).map(Disk::name)
                .map(name -> "/" + name).orElse("")).orElseGet(disk::toString);
    }

    String machine(UUID machine) {
        return inventory.machine(machine).map(KnownMachine::name).orElseGet(machine::toString);
    }
}
