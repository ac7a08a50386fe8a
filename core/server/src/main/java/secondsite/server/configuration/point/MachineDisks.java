package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.web.ProblemException;

/** Which disks are protected, and where they are kept. */
@Singleton
final class MachineDisks {

    private final ProtectionBook book;
    private final Inventory inventory;

    @Inject
    MachineDisks(ProtectionBook book, Inventory inventory) {
        this.book = book;
        this.inventory = inventory;
    }

    /** @throws ProblemException when there is no such machine, or it is not protected */
    ProtectedMachine machine(UUID id) {
        return book.find(id).orElseThrow(() -> inventory.machine(id)
                .map(known -> new ProblemException(ProblemCode.CONFLICT,
                        known.name() + " is not protected: " + ErrorCode.NOT_PROTECTED))
                .orElseGet(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such machine")));
    }

    List<KeptDisk> of(ProtectedMachine machine) {
        return machine.disks().stream()
                .map(disk -> new KeptDisk(machine.machine(), disk.disk(), disk.name(), machine.masterTarget()))
                .toList();
    }

    /** Those of the other machines in the machine's replication group. */
    List<KeptDisk> ofOthers(ProtectedMachine machine) {
        return machine.group().isEmpty()
                ? List.of()
                : book.all().stream().filter(other -> other.group().equals(machine.group())
                        && !other.machine().equals(machine.machine())).flatMap(other -> of(other).stream()).toList();
    }

    /** A protected disk; empty when it is none. */
    Optional<KeptDisk> protectedDisk(UUID disk) {
        return book.ofDisk(disk).flatMap(
                machine -> of(machine).stream().filter(kept -> kept.disk().equals(disk)).findFirst());
    }

    /** The machine that has a disk, protected or not. */
    Optional<KnownMachine> owner(UUID disk) {
        return inventory.machineOfDisk(disk);
    }

    /** For people: the machine's name and the disk's, or the id of one that nobody knows. */
    String name(UUID disk) {
        return owner(disk).map(machine -> Stream.of(machine.name(), diskName(disk)).filter(name -> !name.isEmpty())
                .reduce((one, other) -> one + "/" + other).orElseThrow()).orElseGet(disk::toString);
    }

    private String diskName(UUID disk) {
        return inventory.disk(disk).map(Disk::name).orElse("");
    }

    String machineName(UUID machine) {
        return inventory.machine(machine).map(KnownMachine::name).orElseGet(machine::toString);
    }
}
