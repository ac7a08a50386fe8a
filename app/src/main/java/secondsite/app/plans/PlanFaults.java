package secondsite.app.plans;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;
import secondsite.app.fx.Texts;

/** Finds while it is written what the server would refuse in a plan. Fields are named as {@code groups[0].name}. */
final class PlanFaults {

    static final String NAME = "name";
    static final String DESCRIPTION = "description";
    static final String RTO = "rto";
    static final String RPO = "rpo";
    static final String MACHINES = "machines";

    private static final Pattern NAMES = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]*\\S)?");
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_ACTION_NAME = 100;
    private static final int LONGEST_TEXT = 2000;
    private static final int MOST_GOAL_SECONDS = 30 * 24 * 3600;

    private final Texts texts;
    private final Map<String, String> found = new LinkedHashMap<>();

    private PlanFaults(Texts texts) {
        this.texts = texts;
    }

    /** @return for each wrong field what is wrong, in the order of the page; empty when all is well */
    static Map<String, String> of(PlanDraft draft, Predicate<UUID> known, Texts texts) {
        var faults = new PlanFaults(texts);
        faults.name(NAME, draft.name().strip(), LONGEST_NAME);
        if (draft.description().length() > LONGEST_TEXT) {
            faults.add(DESCRIPTION, "plan.fault.long", LONGEST_TEXT);
        }
        faults.goal(RTO, draft.rto());
        faults.goal(RPO, draft.rpo());
        faults.groups(draft, known);
        return faults.found;
    }

    static String group(int group) {
        return "groups[" + group + "]";
    }

    static String action(int group, Phase phase, int index) {
        return group(group) + "." + phase.field() + "[" + index + "]";
    }

    private void add(String field, String key, Object... values) {
        found.putIfAbsent(field, texts.text(key, values));
    }

    private void name(String field, String value, int most) {
        if (value.isEmpty()) {
            add(field, "plan.fault.missing");
        } else if (value.length() > most) {
            add(field, "plan.fault.long", most);
        } else if (!NAMES.matcher(value).matches()) {
            add(field, "plan.fault.name");
        }
    }

    private void goal(String field, String typed) {
        try {
            Integer seconds = PlanDraft.seconds(typed);
            if (seconds != null && (seconds < 1 || seconds > MOST_GOAL_SECONDS)) {
                add(field, "plan.fault.goal");
            }
        } catch (NumberFormatException _) {
            add(field, "plan.fault.goal");
        }
    }

    private void groups(PlanDraft draft, Predicate<UUID> known) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < draft.groups().size(); i++) {
            PlanGroup group = draft.groups().get(i);
            name(group(i), group.name(), LONGEST_NAME);
            if (!names.add(group.name())) {
                add(group(i), "plan.fault.same-name");
            }
            for (UUID machine : group.machines()) {
                if (!known.test(machine)) {
                    add(machine.toString(), "plan.fault.machine");
                }
            }
            for (Phase phase : Phase.values()) {
                actions(draft, i, phase);
            }
        }
        int machines = draft.machines().size();
        if (machines == 0) {
            add(MACHINES, "plan.fault.no-machine");
        } else if (machines > Plan.MOST_MACHINES) {
            add(MACHINES, "plan.fault.many-machines", Plan.MOST_MACHINES);
        }
    }

    private void actions(PlanDraft draft, int group, Phase phase) {
        List<PlanAction> actions = phase.of(draft.groups().get(group));
        if (actions.size() > Plan.MOST_ACTIONS) {
            add(group(group), "plan.fault.many-actions", Plan.MOST_ACTIONS);
        }
        List<UUID> up = draft.upBy(group, phase);
        for (int i = 0; i < actions.size(); i++) {
            name(action(group, phase, i), actions.get(i).name(), LONGEST_ACTION_NAME);
            if (actions.get(i) instanceof PlanAction.Question question && !up.contains(question.machine())) {
                add(action(group, phase, i), "plan.fault.not-up");
            }
        }
    }
}
