package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import secondsite.api.activity.Event;
import secondsite.api.machine.DiskReport;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;

/**
 * Takes in what disks have become larger by: when an agent captures more of a disk than is protected, cache and replica are told to hold as much.
 * All points of before stay.
 */
@Singleton
final class Growth {

    private final ProtectionBook book;
    private final LiveReports reports;
    private final Inventory inventory;
    private final Events events;

    @Inject
    Growth(ProtectionBook book, LiveReports reports, Inventory inventory, Events events) {
        this.book = book;
        this.reports = reports;
        this.inventory = inventory;
        this.events = events;
    }

    void look(ProtectedMachine machine) {
        if (!machine.fence().up()) {
            machine.disks().stream().filter(disk -> captured(disk) > disk.size()).forEach(disk -> grow(machine, disk));
        }
    }

    /** In bytes; nothing of a disk whose first copy is not over, which is that of the size that it began with. */
    private long captured(ProtectedDisk disk) {
        Optional<DiskReport> report = disk.stage() == Stage.COPIED ? reports.disk(disk.disk()) : Optional.empty();
        return report.filter(now -> now.state() != DiskReport.State.UNPROTECTED
                && now.state() != DiskReport.State.FENCED).map(DiskReport::size).orElse(0L);
    }

    private void grow(ProtectedMachine machine, ProtectedDisk disk) {
        long size = captured(disk);
        book.change(change -> {
            change.find(machine.machine()).filter(now -> now.disk(disk.disk()).isPresent()).ifPresent(now -> {
                change.put(now.withDisk(disk.disk(), grown -> grown.of(size)));
                events.keep(change.transaction(), "disk.grown", Event.Severity.INFORMATION,
                        machine.machine().toString(),
                        inventory.machine(machine.machine()).map(KnownMachine::name).orElse(machine.agent()), null,
                        "the disk " + disk.name() + " (" + disk.disk() + ") had " + disk.size() + " bytes and has "
                                + size + "; what was added is compared with its replica, and all points stay");
            });
            return null;
        });
    }
}
