package secondsite.server.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.api.host.DiskSource;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineStatus;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/**
 * Makes machines of what the configuration server asks for, and tells it of them in its own words. What was chosen here is durable in the
 * machine itself: the same order finds it again. Safe for use by several threads.
 */
public final class MachineHost {

    private final Hypervisor hypervisor;
    private final Pasts pasts;
    private final Forwards forwards;
    private final ReentrantLock making = new ReentrantLock();

    MachineHost(Hypervisor hypervisor, Pasts pasts, Forwards forwards) {
        this.hypervisor = hypervisor;
        this.pasts = pasts;
        this.forwards = forwards;
    }

    /** The machine exists afterwards. One at a time, so that no two are given one port. */
    MachineStatus make(MachineSpecification asked) throws HypervisorException {
        making.lock();
        try {
            Optional<MachineSpecification> known = known(asked.machine());
            List<MachineDisk> disks = new ArrayList<>();
            for (MachineDisk disk : asked.disks()) {
                disks.add(new MachineDisk(disk.name(), resolved(disk, known.isPresent())));
            }
            hypervisor.make(forwards.chosen(asked.with(disks), known, others(asked.machine())));
            return hypervisor.status(asked.machine());
        } finally {
            making.unlock();
        }
    }

    /** The export of a machine that exists may be gone, when nothing of it is needed any more. */
    private DiskSource resolved(MachineDisk disk, boolean known) throws HypervisorException {
        if (!(disk.source() instanceof DiskSource.Past past)) {
            return disk.source();
        }
        if (!known && !pasts.kept(past)) {
            throw new HypervisorException(Reason.NO_DISK, "for disk '" + disk.name() + "' there is no " + past
                    + " at this master target: have it kept first");
        }
        return new DiskSource.Overlay(new DiskSource.NbdSocket(pasts.socket(past), ""));
    }

    private Optional<MachineSpecification> known(UUID machine) throws HypervisorException {
        try {
            return Optional.of(hypervisor.specification(machine));
        } catch (HypervisorException e) {
            if (e.reason() == Reason.UNKNOWN_MACHINE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<MachineSpecification> others(UUID machine) throws HypervisorException {
        List<MachineSpecification> others = new ArrayList<>();
        for (MachineStatus other : hypervisor.machines()) {
            if (!other.machine().equals(machine)) {
                known(other.machine()).ifPresent(others::add);
            }
        }
        return others;
    }

    /** As it is now: with the ports that were chosen, and disks where they are. */
    MachineSpecification specification(UUID machine) throws HypervisorException {
        MachineSpecification now = hypervisor.specification(machine);
        return now.with(now.disks().stream().map(disk -> new MachineDisk(disk.name(), told(disk.source()))).toList());
    }

    private DiskSource told(DiskSource source) {
        return source instanceof DiskSource.Overlay(DiskSource.NbdSocket(var socket, var _))
                ? pasts.at(socket).<DiskSource>map(past -> past).orElse(source)
                : source;
    }

    /** Never fails: what is wrong is its problem. */
    public HostStatus status() {
        try {
            return hypervisor.host();
        } catch (HypervisorException e) {
            return new HostStatus(hypervisor.platform(), null, false, Runtime.getRuntime().availableProcessors(), 0, 0,
                    0, List.of(), e.getMessage());
        }
    }
}
