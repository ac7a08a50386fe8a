package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.configuration.store.Machines;
import secondsite.server.configuration.store.Machines.Machine;
import secondsite.server.configuration.store.Nics.Nic;
import secondsite.server.configuration.store.Transaction;

/**
 * Takes over what agents say their machines are. Written only when something is not as it was. A disk belongs to the machine that had it
 * first: whoever else reports it is told of and does not get it.
 */
@Singleton
final class Stocktaking {

    private static final int MOST_DISKS_KEPT = 4 * ReportChecks.MOST_DISKS;
    private static final int MOST_NICS = 64;
    private static final int MOST_ADDRESSES = 32;

    private final Inventory inventory;
    private final KnownGroups groups;
    private final TakenDisks taken;
    private final Succession succession;
    private final Events events;
    private final InstantSource clock;

    @Inject
    Stocktaking(Inventory inventory, KnownGroups groups, TakenDisks taken, Succession succession,
            Events events, InstantSource clock) {
        this.inventory = inventory;
        this.groups = groups;
        this.taken = taken;
        this.succession = succession;
        this.events = events;
        this.clock = clock;
    }

    /** Takes over what an agent says of its machine; a new one gets an id. */
    void take(String agent, MachineInventory told) {
        Optional<KnownMachine> known = inventory.machineOfAgent(agent);
        if (known.isEmpty() || !asTold(known.get(), told)) {
            KnownMachine now = inventory.changeMachine(change -> write(change, agent, told));
            taken.set(now.id(), told.disks().stream().map(DiskFacts::id).filter(disk -> now.disk(disk).isEmpty())
                    .collect(Collectors.toSet()));
        }
    }

    private boolean asTold(KnownMachine known, MachineInventory told) {
        List<DiskFacts> disks = told.disks();
        return facts(known, told).equals(known.machine().facts()) && nics(known, told).equals(known.nics())
                && disks.stream()
                        .allMatch(disk -> known.disk(disk.id()).map(kept -> kept.equals(disk(known.id(), disk)))
                                .orElseGet(() -> taken.known(known.id(), disk.id())
                                        && inventory.machineOfDisk(disk.id()).isPresent()))
                && known.disks().stream().filter(disk -> !disk.gone())
                        .allMatch(disk -> disks.stream().anyMatch(each -> each.id().equals(disk.id())));
    }

    private UUID write(Transaction change, String agent, MachineInventory told) {
        KnownMachine known = inventory.machineOfAgent(agent)
                .map(machine -> updated(change, machine, told))
                .orElseGet(() -> added(change, agent, told));
        List<Nic> nics = nics(known, told);
        if (!nics.equals(known.nics())) {
            inventory.stores().nics().replace(change, known.id(), nics);
        }
        takeDisks(change, known, told.disks());
        return known.id();
    }

    private KnownMachine updated(Transaction change, KnownMachine known, MachineInventory told) {
        Machine before = known.machine();
        inventory.stores().machines().update(change, new Machine(before.id(), before.agent(), before.name(),
                before.group(), before.host(), facts(known, told), before.firstSeen(), before.lastSeen()));
        return known;
    }

    private KnownMachine added(Transaction change, String agent, MachineInventory told) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var machine = new Machine(UUID.randomUUID(), agent, unusedName(agent), Optional.of(groups.ofNewMachines()),
                Optional.empty(), facts(told), now, now);
        inventory.stores().machines().add(change, machine);
        events.keep(change, "machine.added", Event.Severity.INFORMATION, machine.id().toString(), machine.name(), null,
                null);
        return new KnownMachine(machine, List.of(), List.of());
    }

    /** That of the agent, unless a person gave it to another machine. */
    private String unusedName(String agent) {
        String name = agent;
        for (int number = 2; inventory.machineNamed(name).isPresent(); number++) {
            name = agent + " (" + number + ")";
        }
        return name;
    }

    private void takeDisks(Transaction change, KnownMachine known, List<DiskFacts> told) {
        Set<UUID> seen = new HashSet<>();
        int kept = known.disks().size();
        for (DiskFacts disk : told) {
            seen.add(disk.id());
            Optional<KnownMachine> owner = inventory.machineOfDisk(disk.id());
            if (owner.isPresent() && !owner.get().id().equals(known.id())) {
                tellTaken(change, known, disk, owner.get());
            } else if (known.disk(disk.id()).isPresent()) {
                update(change, known, known.disk(disk.id()).get(), disk(known.id(), disk));
            } else if (++kept > MOST_DISKS_KEPT) {
                throw Fields.wrong("inventory.disks", "names a further disk; " + MOST_DISKS_KEPT
                        + " disks, now gone, are on record for this machine, and no more are possible");
            } else {
                inventory.stores().disks().add(change, disk(known.id(), disk));
            }
        }
        known.disks().stream().filter(disk -> !disk.gone() && !seen.contains(disk.id()))
                .forEach(disk -> update(change, known, disk, new Disk(disk.id(), disk.machine(), disk.name(),
                        disk.size(), disk.file(), true)));
    }

    private void tellTaken(Transaction change, KnownMachine known, DiskFacts disk, KnownMachine owner) {
        if (!taken.known(known.id(), disk.id())) {
            tell(change, known, "disk.taken", ErrorCode.DISK_TAKEN,
                    TakenDisks.said(known.name(), disk.id(), owner));
        }
    }

    private void update(Transaction change, KnownMachine known, Disk before, Disk now) {
        if (before.equals(now)) {
            return;
        }
        inventory.stores().disks().update(change, now);
        if (now.gone()) {
            tell(change, known, "disk.gone", ErrorCode.DISK_GONE,
                    "the disk " + before.name() + " (" + before.id() + ") is no longer seen");
        } else if (before.gone()) {
            events.keep(change, "disk.back", Event.Severity.INFORMATION, known.id().toString(), known.name(), null,
                    "the disk " + now.name() + " (" + now.id() + ") is seen again");
        }
        if (before.size() != now.size()) {
            tell(change, known, "disk.resized", ErrorCode.DISK_RESIZED, "the disk " + now.name() + " (" + now.id()
                    + ") had " + before.size() + " bytes and has " + now.size());
        }
    }

    private void tell(Transaction change, KnownMachine machine, String type, ErrorCode code, String detail) {
        events.keep(change, type, Event.Severity.WARNING, machine.id().toString(), machine.name(), code, detail);
    }

    /** At another place its agent is on a computer that runs the machine, and is not the machine. */
    private Machines.Facts facts(KnownMachine known, MachineInventory told) {
        return succession.moved(known.id()) ? known.machine().facts() : facts(told);
    }

    private List<Nic> nics(KnownMachine known, MachineInventory told) {
        return succession.moved(known.id()) ? known.nics() : nics(known.id(), told);
    }

    private static Machines.Facts facts(MachineInventory told) {
        return new Machines.Facts(told.hostName(), told.operatingSystem(), told.memoryBytes(), told.processors());
    }

    private static Disk disk(UUID machine, DiskFacts told) {
        return new Disk(told.id(), machine, told.name(), told.size(), told.file(), false);
    }

    /** As they are kept: by name, and not more than people look at. */
    private static List<Nic> nics(UUID machine, MachineInventory told) {
        List<Nic> nics = new ArrayList<>();
        told.nics().stream().map(nic -> nic(machine, nic)).sorted((one, other) -> one.name().compareTo(other.name()))
                .limit(MOST_NICS).forEach(nics::add);
        return nics;
    }

    private static Nic nic(UUID machine, NicFacts told) {
        return new Nic(machine, told.name(), told.mac(), told.addresses().stream().limit(MOST_ADDRESSES).toList());
    }
}
