package secondsite.api.replication;

import java.util.UUID;

/**
 * Protect a further disk of a protected machine, or one less.
 *
 * @param deleteReplica with one less: whether what is kept of it is to be destroyed, after the quarantine of deletions
 */
public record DiskRequest(UUID disk, boolean deleteReplica) {}
