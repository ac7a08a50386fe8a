package secondsite.api.plan;

/** What a step of a run does. */
public enum PlanStepKind {
    MACHINE, SCRIPT, CONFIRMATION, DELAY, PROBE
}
