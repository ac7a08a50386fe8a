package secondsite.api.plan;

/**
 * <pre>
 * WAITING → RUNNING → DONE | ASKING → RUNNING (retried) | SKIPPED | FAILED (stopped)
 * WAITING → NOT_DONE (the run ended before it)
 * </pre>
 *
 * A confirmation is RUNNING while it is waited for.
 */
public enum PlanStepState {
    WAITING, RUNNING,
    /** It failed, and a person says what is to be done about it. */
    ASKING, DONE, SKIPPED, FAILED, NOT_DONE;

    /** Nothing more becomes of it. */
    public boolean over() {
        return this == DONE || this == SKIPPED || this == FAILED || this == NOT_DONE;
    }
}
