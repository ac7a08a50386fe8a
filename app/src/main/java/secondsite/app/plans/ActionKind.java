package secondsite.app.plans;

import java.util.Locale;
import secondsite.api.plan.PlanAction;

/** What can be done before or after a group. */
public enum ActionKind {
    SCRIPT("ci-terminal"), CONFIRMATION("ci-user-speaker"), DELAY("ci-time"), PROBE("ci-help");

    private final String icon;

    ActionKind(String icon) {
        this.icon = icon;
    }

    public String icon() {
        return icon;
    }

    /** Of its name. */
    public String key() {
        return "plan.action." + name().toLowerCase(Locale.ROOT);
    }

    public static ActionKind of(PlanAction action) {
        return switch (action) {
            case PlanAction.Script _ -> SCRIPT;
            case PlanAction.Confirmation _ -> CONFIRMATION;
            case PlanAction.Delay _ -> DELAY;
            case PlanAction.Question _ -> PROBE;
        };
    }
}
