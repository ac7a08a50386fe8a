package secondsite.api.replication;

import secondsite.api.security.SecondPerson;

/**
 * End a machine's protection.
 *
 * @param deleteReplica whether what is kept of it is to be destroyed, after the quarantine of deletions; else it is kept
 * @param reason        for the audit log, and for whoever looks at the deletion; needed to delete
 * @param secondPerson  another one who agrees to the deletion; null when nothing is deleted
 */
public record DisableRequest(boolean deleteReplica, String reason, SecondPerson secondPerson) {}
