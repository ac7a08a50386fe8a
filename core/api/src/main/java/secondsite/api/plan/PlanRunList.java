package secondsite.api.plan;

import java.util.List;

/** Runs without their steps, the newest first. */
public record PlanRunList(List<PlanRun> runs) {

    public PlanRunList {
        runs = List.copyOf(runs);
    }
}
