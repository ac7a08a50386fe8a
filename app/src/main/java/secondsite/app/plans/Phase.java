package secondsite.app.plans;

import java.util.List;
import java.util.Locale;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;

/** When an action of a group is done. */
public enum Phase {
    BEFORE, AFTER;

    List<PlanAction> of(PlanGroup group) {
        return this == BEFORE ? group.before() : group.after();
    }

    PlanGroup in(PlanGroup group, List<PlanAction> actions) {
        return this == BEFORE
                ? new PlanGroup(group.name(), actions, group.machines(), group.after())
                : new PlanGroup(group.name(), group.before(), group.machines(), actions);
    }

    /** As fields of a plan name it. */
    String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
