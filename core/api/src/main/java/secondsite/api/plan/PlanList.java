package secondsite.api.plan;

import java.util.List;

/** All plans, by name. */
public record PlanList(List<KnownPlan> plans) {

    public PlanList {
        plans = List.copyOf(plans);
    }
}
