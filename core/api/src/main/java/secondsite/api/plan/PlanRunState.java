package secondsite.api.plan;

/**
 * <pre>
 * RUNNING ↔ ASKING (a person is waited for)
 * RUNNING | ASKING → DONE | STOPPING → STOPPED | CANCELLING → CANCELLED
 * RUNNING → STOPPING → FAILED (a scheduled test, which has nobody to ask)
 * RUNNING → FAILED (a group point is gone; nothing was begun)
 * </pre>
 */
public enum PlanRunState {
    RUNNING, ASKING,
    /** Nothing further is begun; what is under way is waited for. */
    STOPPING,
    /** As STOPPING; what a test made is removed then. */
    CANCELLING, DONE, STOPPED, FAILED, CANCELLED;

    public boolean over() {
        return this == DONE || this == STOPPED || this == FAILED || this == CANCELLED;
    }
}
