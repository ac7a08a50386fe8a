package secondsite.api.recovery;

/**
 * <pre>
 * STARTING       → RUNNING (test) | COMMIT_PENDING (otherwise) | FAILED | CANCELLED
 * RUNNING        → CLEANING → CLEANED
 * COMMIT_PENDING → CHANGING → COMMIT_PENDING (another recovery point); → COMMITTING → COMMITTED; → CANCELLING → CANCELLED
 * </pre>
 *
 * FAILED and CANCELLED leave nothing running; the source goes on where it still stands.
 */
public enum FailoverState {
    STARTING, RUNNING, CLEANING, CLEANED, COMMIT_PENDING, CHANGING, COMMITTING, COMMITTED, CANCELLING, CANCELLED, FAILED;

    /** Nothing of it is left to be done, and nothing runs that would have to be cleaned up. */
    public boolean over() {
        return this == CLEANED || this == COMMITTED || this == CANCELLED || this == FAILED;
    }
}
