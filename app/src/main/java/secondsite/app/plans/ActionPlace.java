package secondsite.app.plans;

import java.util.List;
import secondsite.api.plan.PlanGroup;

/** Where an action stands in a plan. @param index among those of its phase; how many there are for the place behind them */
public record ActionPlace(int group, Phase phase, int index) {

    /** Of the node that shows it. */
    String id() {
        return "action-" + group + "-" + phase.field() + "-" + index;
    }

    /** One place up in its list, and from the first one behind the machines to before them; itself when there is none. */
    ActionPlace up(List<PlanGroup> groups) {
        if (index > 0) {
            return new ActionPlace(group, phase, index - 1);
        }
        return phase == Phase.AFTER
                ? new ActionPlace(group, Phase.BEFORE, Phase.BEFORE.of(groups.get(group)).size())
                : this;
    }

    /** One place down in its list, and from the last one before the machines to behind them; itself when there is none. */
    ActionPlace down(List<PlanGroup> groups) {
        if (index < phase.of(groups.get(group)).size() - 1) {
            return new ActionPlace(group, phase, index + 1);
        }
        return phase == Phase.BEFORE ? new ActionPlace(group, Phase.AFTER, 0) : this;
    }

    /** Behind those of the same phase in a neighbouring group; itself at the edge. */
    ActionPlace beside(List<PlanGroup> groups, int by) {
        int other = group + by;
        return other < 0 || other >= groups.size()
                ? this
                : new ActionPlace(other, phase, phase.of(groups.get(other)).size());
    }
}
