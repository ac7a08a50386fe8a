package secondsite.api.replication;

/** Where a machine is in the life of its protection. Whether replication is paused is another matter. */
public enum ProtectionState {
    UNPROTECTED, ENABLING, INITIAL_REPLICATION, FINALIZING, PROTECTED, RESYNC_REQUIRED, RESYNCHRONIZING, DISABLING,
    /** A copy of it is being brought up at the other site, in earnest. */
    FAILING_OVER,
    /** It runs at the other site, and can still be brought to another point, or back. */
    COMMIT_PENDING,
    /** It runs at the other site for good, and nothing is protected. */
    FAILED_OVER
}
