package secondsite.api.replication;

/**
 * End a machine's protection.
 *
 * @param deleteReplica whether what is kept of it is to be destroyed, after the quarantine of deletions; else it is kept
 * @param reason        for the audit log
 */
public record DisableRequest(boolean deleteReplica, String reason) {}
