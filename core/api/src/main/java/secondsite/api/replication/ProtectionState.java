package secondsite.api.replication;

/** Where a machine is in the life of its protection. Whether replication is paused is another matter. */
public enum ProtectionState {
    UNPROTECTED, ENABLING, INITIAL_REPLICATION, FINALIZING, PROTECTED, RESYNC_REQUIRED, RESYNCHRONIZING, DISABLING
}
