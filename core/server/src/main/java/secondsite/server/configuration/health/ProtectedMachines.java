package secondsite.server.configuration.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.machine.DiskVerification;
import secondsite.api.replication.ProtectionState;

/** How machines are to be protected. Asked every few seconds for all of them, so an answer must come from memory. */
public interface ProtectedMachines {

    /**
     * A machine that is protected, or is about to be.
     *
     * @param since      when its state began
     * @param rpoSeconds that its policy allows
     * @param verifyDays after which its replicas are to be compared again
     * @param tested     since when a test failover of it has been open; empty when none is
     */
    record ProtectedMachine(ProtectionState state, boolean paused, Instant since, int rpoSeconds, int verifyDays,
            Optional<Instant> tested, List<ProtectedDisk> disks) {

        public ProtectedMachine {
            disks = List.copyOf(disks);
        }
    }

    /**
     * A disk of it.
     *
     * @param size          in bytes, as it is protected
     * @param processServer over which it goes; empty when none is set
     * @param masterTarget  that keeps it; empty when none is set
     * @param proof         of the last comparison with its replica that was told; empty when there was none
     */
    record ProtectedDisk(UUID disk, String name, long size, Optional<String> processServer,
            Optional<String> masterTarget, Optional<DiskVerification> proof) {}

    /** Empty when it is unprotected. */
    Optional<ProtectedMachine> find(UUID machine);
}
