package secondsite.server.hypervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A simulated host: the machines that live on while no {@link SimulatedHypervisor} looks after them, and what befalls them. Machines say on
 * their console what the guest of installer/guest says; they have no network, and their disks no content.
 */
public final class SimulatedHost {

    final Map<UUID, SimulatedMachine> machines = new TreeMap<>();
    final Set<Path> images = new HashSet<>();
    private final Map<UUID, HypervisorException> refusals = new TreeMap<>();
    final InstantSource clock;
    final Duration boot;
    final Duration shutDown;
    final long diskBytes;
    final long copyBytesPerSecond;

    /**
     * @param boot from the order to user space
     * @param shutDown from the power button to the end
     * @param diskBytes size of each disk
     * @param copyBytesPerSecond of a move without a limit
     */
    public SimulatedHost(InstantSource clock, Duration boot, Duration shutDown, long diskBytes,
            long copyBytesPerSecond) {
        this.clock = clock;
        this.boot = boot;
        this.shutDown = shutDown;
        this.diskBytes = diskBytes;
        this.copyBytesPerSecond = copyBytesPerSecond;
    }

    /** The next start of this machine fails so. */
    public synchronized void refuseStart(UUID machine, HypervisorException refusal) {
        refusals.put(machine, refusal);
    }

    /** The machine's process ends. */
    public synchronized void kill(UUID machine) {
        machines.get(machine).die("its process is gone: it was killed");
    }

    /** The machine's system does not listen to the power button from now on. */
    public synchronized void deafen(UUID machine) {
        machines.get(machine).deaf = true;
    }

    void checkStart(UUID machine) throws HypervisorException {
        HypervisorException refusal = refusals.remove(machine);
        if (refusal != null) {
            throw refusal;
        }
    }
}
