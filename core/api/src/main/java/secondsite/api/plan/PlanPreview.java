package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import secondsite.api.recovery.FailoverKind;

/**
 * What a run of a plan would do; nothing of it is done.
 *
 * @param ready       whether all of it can be done
 * @param lostSeconds the most that any machine would lose; null when that is not known of all
 * @param seconds     it takes about so long, without waiting for people; what is not known is left out
 * @param refusals    why the plan as a whole cannot be run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanPreview(FailoverKind kind, boolean ready, Double lostSeconds, double seconds, List<String> refusals,
        List<PlannedStep> steps) {

    public PlanPreview {
        refusals = List.copyOf(refusals);
        steps = List.copyOf(steps);
    }
}
