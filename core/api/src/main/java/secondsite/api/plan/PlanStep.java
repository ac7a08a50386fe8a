package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A step of a run.
 *
 * @param number    from 1
 * @param stage     those of the same stage are done side by side
 * @param group     name of the group
 * @param name      of the machine or the action
 * @param machine   that is brought up or asked; null for none
 * @param begun     the last time; null while it waits
 * @param attempts  how often it was begun
 * @param detail    what came of it, or is waited for, for people; null for nothing
 * @param values    that a script answered
 * @param copy      of the machine; null where there is none yet
 * @param earlier   failovers of attempts before
 * @param decisions of people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanStep(int number, int stage, String group, PlanStepKind kind, String name, UUID machine,
        PlanStepState state, Instant begun, Instant ended, int attempts, String detail, List<PlanValue> values,
        PlanCopy copy, List<UUID> earlier, List<PlanDecision> decisions) {

    public PlanStep {
        values = values == null ? List.of() : List.copyOf(values);
        earlier = earlier == null ? List.of() : List.copyOf(earlier);
        decisions = decisions == null ? List.of() : List.copyOf(decisions);
    }
}
