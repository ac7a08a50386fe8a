package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * Machines that are brought up side by side.
 *
 * @param name     unique within the plan
 * @param before   what is done before them, one after another
 * @param machines ids; each stands in a plan once
 * @param after    what is done when all of them run, one after another
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanGroup(String name, List<PlanAction> before, List<UUID> machines, List<PlanAction> after) {

    public PlanGroup {
        before = before == null ? List.of() : List.copyOf(before);
        machines = machines == null ? List.of() : List.copyOf(machines);
        after = after == null ? List.of() : List.copyOf(after);
    }
}
