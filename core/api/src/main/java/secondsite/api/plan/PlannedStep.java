package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.recovery.Remark;

/**
 * What a run would do, in its place.
 *
 * @param number       from 1
 * @param stage        those of the same stage are done side by side, stages one after another; from 1
 * @param group        name of the group
 * @param name         of the machine or the action
 * @param machine      that is brought up or asked; null for none
 * @param pointTime    moment to which its disks would be brought back; null when there is none
 * @param lostSeconds  so much of the newest past that leaves out
 * @param masterTarget whose host would run it
 * @param seconds      it takes about so long, as far as that is known: of a machine, as long as last time; null when it is not
 * @param warnings     what should be known
 * @param refusals     why it cannot be done; empty when it can
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedStep(int number, int stage, String group, PlanStepKind kind, String name, UUID machine,
        Instant pointTime, Double lostSeconds, String masterTarget, Double seconds, List<Remark> warnings,
        List<String> refusals) {

    public PlannedStep {
        warnings = List.copyOf(warnings);
        refusals = List.copyOf(refusals);
    }
}
