package secondsite.api.replication;

import java.util.UUID;
import secondsite.api.security.SecondPerson;

/**
 * Protect a further disk of a protected machine, or one less.
 *
 * @param deleteReplica with one less: whether what is kept of it is to be destroyed, after the quarantine of deletions
 * @param reason        why it is to be destroyed; null when it is not
 * @param secondPerson  another one who agrees to that; null when nothing is deleted
 */
public record DiskRequest(UUID disk, boolean deleteReplica, String reason, SecondPerson secondPerson) {

    /** Nothing is deleted. */
    public static DiskRequest of(UUID disk) {
        return new DiskRequest(disk, false, null, null);
    }
}
