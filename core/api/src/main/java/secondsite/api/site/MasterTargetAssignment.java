package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import secondsite.api.policy.Retention;

/**
 * What a master target is to do until it is told otherwise. A disk that is missing here is no longer received, and kept: only a
 * deletion request that is over destroys it.
 *
 * @param digest names this assignment: the same work has the same digest
 */
public record MasterTargetAssignment(String digest, List<KeptDisk> disks) {

    /**
     * A disk that is kept.
     *
     * @param machine       the machine's name, for people
     * @param name          the disk's name, for people
     * @param size          in bytes
     * @param processServer name of the process server that may send it
     * @param retention     a shorter one than before holds only when its quarantine is over
     * @param epoch         what was written in an older one is refused
     * @param seed          file at this master target's computer that held the disk once: a replica that has nothing yet begins as that file is; null
     *                      for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeptDisk(UUID disk, String machine, String name, long size, String processServer,
            Retention retention, Integer epoch, String seed) {

        /** One that was kept before there were failovers says nothing of an epoch. */
        public KeptDisk {
            epoch = epoch == null ? 1 : epoch;
        }

        /** Of a disk that was never failed over. */
        public KeptDisk(UUID disk, String machine, String name, long size, String processServer, Retention retention) {
            this(disk, machine, name, size, processServer, retention, 1, null);
        }
    }

    public MasterTargetAssignment {
        disks = disks == null ? List.of() : List.copyOf(disks);
    }
}
