package secondsite.server.target;

import java.time.Instant;
import java.util.UUID;

/**
 * Which disk a replica is of; written once, and again when the disk grows, as text that a person can read, into the replica's folder.
 *
 * @param size          in bytes
 * @param machine       the machine's name, for people
 * @param name          the disk's name on its machine, for people
 * @param checksumSeed  seed of the block checksums of this replica, random, so that no guest can make blocks that collide
 * @param firstSequence of the journal
 * @param firstEpoch    of the journal
 */
public record ReplicaIdentity(UUID disk, long size, String machine, String name, Instant created, long checksumSeed,
        long firstSequence, int firstEpoch) {

    /** The same of a disk that has become larger. */
    ReplicaIdentity with(long larger) {
        return new ReplicaIdentity(disk, larger, machine, name, created, checksumSeed, firstSequence, firstEpoch);
    }
}
