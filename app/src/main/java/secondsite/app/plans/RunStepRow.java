package secondsite.app.plans;

import secondsite.api.plan.PlanStepKind;
import secondsite.app.control.Status;

/**
 * A step of a run, in words.
 *
 * @param first    whether it is the first of its group
 * @param time     how long it took, or has taken until now
 * @param result   of a machine: the point, what was lost, its host, its probes; of others what they answered
 * @param confirm  whether a person is asked to confirm it
 * @param decide   whether a person is asked to repeat or skip it
 */
public record RunStepRow(int number, String group, boolean first, PlanStepKind kind, String name, Status status,
        String state, String time, String detail, String result, boolean confirm, boolean decide) {}
