package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.recovery.CommonPoint;
import secondsite.api.recovery.FailoverKind;

/**
 * A run of a plan.
 *
 * @param plan       id of the plan
 * @param name       of the plan then
 * @param version    of the plan
 * @param request    what was asked for
 * @param who        ordered it
 * @param drill      whether it was begun by the plan's schedule
 * @param job        number of its job
 * @param ended      null while it is not over
 * @param upSeconds  from the order until the last machine ran; null when not all did
 * @param rtoSeconds from the order until the last machine worked, as its probes say; null when not all did
 * @param rpoSeconds the most that any machine lost; null when that is not known of all
 * @param goals      of the plan then; null for none
 * @param cleaned    when a test was cleaned up; null when it was not
 * @param points     of replication groups, where the latest group point was asked for; none otherwise
 * @param decisions  of people about the whole run
 * @param steps      in their order; none in a list of runs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanRun(UUID id, UUID plan, String name, int version, PlanRunRequest request, String who, boolean drill,
        long job, PlanRunState state, Instant begun, Instant ended, Double upSeconds, Double rtoSeconds,
        Double rpoSeconds, PlanGoals goals, Instant cleaned, List<CommonPoint> points, List<PlanDecision> decisions,
        List<PlanStep> steps) {

    public PlanRun {
        points = points == null ? List.of() : List.copyOf(points);
        decisions = decisions == null ? List.of() : List.copyOf(decisions);
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /** Whether every step was done, and every machine that was asked works. */
    public boolean wentWell() {
        return state == PlanRunState.DONE && steps.stream().allMatch(step -> step.state() == PlanStepState.DONE);
    }
}
