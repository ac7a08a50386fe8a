package secondsite.app.plans;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanDrills;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanGroup;

/**
 * A plan while somebody writes it: whatever stands in the fields, right or not. Every change makes a new one.
 *
 * @param rto minutes, as typed; empty for no goal
 * @param rpo minutes, as typed; empty for no goal
 */
public record PlanDraft(String name, String description, String rto, String rpo, PlanDrills drills,
        List<PlanGroup> groups) {

    private static final int MINUTE_SECONDS = 60;

    public PlanDraft {
        groups = List.copyOf(groups);
    }

    /** @param group name of its only group */
    public static PlanDraft empty(String group) {
        return new PlanDraft("", "", "", "", null, List.of(new PlanGroup(group, null, null, null)));
    }

    public static PlanDraft of(Plan plan) {
        PlanGoals goals = plan.goals() == null ? new PlanGoals(null, null) : plan.goals();
        return new PlanDraft(plan.name(), Objects.requireNonNullElse(plan.description(), ""),
                minutes(goals.rtoSeconds()), minutes(goals.rpoSeconds()), plan.drills(), plan.groups());
    }

    private static String minutes(Integer seconds) {
        if (seconds == null) {
            return "";
        }
        return seconds % MINUTE_SECONDS == 0
                ? Integer.toString(seconds / MINUTE_SECONDS)
                : Double.toString(seconds / (double) MINUTE_SECONDS);
    }

    /** For one without faults. */
    public Plan plan() {
        Integer rtoSeconds = seconds(rto);
        Integer rpoSeconds = seconds(rpo);
        PlanGoals goals = rtoSeconds == null && rpoSeconds == null ? null : new PlanGoals(rtoSeconds, rpoSeconds);
        return new Plan(name.strip(), description.isBlank() ? null : description.strip(), goals, drills, groups);
    }

    /** @return null for none. @throws NumberFormatException when it is no number of minutes */
    static Integer seconds(String minutes) {
        return minutes.isBlank()
                ? null
                : Integer.valueOf(
                        (int) Math.round(Double.parseDouble(minutes.strip().replace(',', '.')) * MINUTE_SECONDS));
    }

    public PlanDraft named(String wanted) {
        return new PlanDraft(wanted, description, rto, rpo, drills, groups);
    }

    public PlanDraft described(String wanted) {
        return new PlanDraft(name, wanted, rto, rpo, drills, groups);
    }

    public PlanDraft aiming(String rtoMinutes, String rpoMinutes) {
        return new PlanDraft(name, description, rtoMinutes, rpoMinutes, drills, groups);
    }

    private PlanDraft with(List<PlanGroup> changed) {
        return new PlanDraft(name, description, rto, rpo, drills, changed);
    }

    private PlanDraft with(int group, PlanGroup changed) {
        List<PlanGroup> all = new ArrayList<>(groups);
        all.set(group, changed);
        return with(all);
    }

    /** Behind the others; the same when there are as many as there may be. */
    public PlanDraft added(String group) {
        if (groups.size() == Plan.MOST_GROUPS) {
            return this;
        }
        List<PlanGroup> all = new ArrayList<>(groups);
        all.add(new PlanGroup(group, null, null, null));
        return with(all);
    }

    /** Its machines are in no group then; the last one stays. */
    public PlanDraft without(int group) {
        if (groups.size() == 1) {
            return this;
        }
        List<PlanGroup> all = new ArrayList<>(groups);
        all.remove(group);
        return with(all);
    }

    public PlanDraft renamed(int group, String wanted) {
        PlanGroup old = groups.get(group);
        return with(group, new PlanGroup(wanted, old.before(), old.machines(), old.after()));
    }

    /** One place to the left or right; the same at the edge. */
    public PlanDraft shifted(int group, int by) {
        int to = group + by;
        if (to < 0 || to >= groups.size()) {
            return this;
        }
        List<PlanGroup> all = new ArrayList<>(groups);
        all.add(to, all.remove(group));
        return with(all);
    }

    /** Of the group in which a machine stands; negative when it stands in none. */
    public int groupOf(UUID machine) {
        return IntStream.range(0, groups.size()).filter(i -> groups.get(i).machines().contains(machine)).findFirst()
                .orElse(-1);
    }

    /** Puts a machine behind those of a group, from wherever it was. */
    public PlanDraft placed(UUID machine, int group) {
        return groupOf(machine) == group ? this : placed(machine, group, Integer.MAX_VALUE);
    }

    /** Puts a machine into a group, from wherever it was. @param index where it is to stand then among the group's machines */
    public PlanDraft placed(UUID machine, int group, int index) {
        PlanDraft removed = without(machine);
        PlanGroup old = removed.groups.get(group);
        List<UUID> machines = new ArrayList<>(old.machines());
        machines.add(Math.clamp(index, 0, machines.size()), machine);
        return removed.with(group, new PlanGroup(old.name(), old.before(), machines, old.after()));
    }

    /** Puts a machine beside another one, from wherever it was; the same for one beside itself. */
    public PlanDraft placed(UUID machine, UUID other, boolean behind) {
        int group = groupOf(other);
        if (group < 0 || machine.equals(other)) {
            return this;
        }
        int index = without(machine).groups.get(group).machines().indexOf(other);
        return placed(machine, group, behind ? index + 1 : index);
    }

    /** Up or down in its group; the same at the edge. */
    public PlanDraft lifted(UUID machine, int by) {
        int group = groupOf(machine);
        return group < 0 ? this : placed(machine, group, groups.get(group).machines().indexOf(machine) + by);
    }

    /** To the group left or right of its own; the same at the edge. */
    public PlanDraft moved(UUID machine, int by) {
        int to = groupOf(machine) + by;
        return groupOf(machine) < 0 || to < 0 || to >= groups.size() ? this : placed(machine, to);
    }

    public PlanDraft without(UUID machine) {
        return with(groups.stream().map(group -> new PlanGroup(group.name(), group.before(),
                group.machines().stream().filter(other -> !other.equals(machine)).toList(), group.after())).toList());
    }

    /** Replaces an action, or puts it behind the others when there is none at that index. */
    public PlanDraft acting(int group, Phase phase, int index, PlanAction action) {
        List<PlanAction> actions = new ArrayList<>(phase.of(groups.get(group)));
        if (index < 0 || index >= actions.size()) {
            actions.add(action);
        } else {
            actions.set(index, action);
        }
        return with(group, phase.in(groups.get(group), actions));
    }

    /** Puts an action elsewhere. @param to where it is to stand then */
    public PlanDraft acted(ActionPlace from, ActionPlace to) {
        PlanAction action = from.phase().of(groups.get(from.group())).get(from.index());
        PlanDraft removed = withoutAction(from.group(), from.phase(), from.index());
        List<PlanAction> actions = new ArrayList<>(to.phase().of(removed.groups.get(to.group())));
        actions.add(Math.clamp(to.index(), 0, actions.size()), action);
        return removed.with(to.group(), to.phase().in(removed.groups.get(to.group()), actions));
    }

    public PlanDraft withoutAction(int group, Phase phase, int index) {
        List<PlanAction> actions = new ArrayList<>(phase.of(groups.get(group)));
        actions.remove(index);
        return with(group, phase.in(groups.get(group), actions));
    }

    /** Those that run when an action of this group is done. */
    public List<UUID> upBy(int group, Phase phase) {
        return groups.subList(0, phase == Phase.BEFORE ? group : group + 1).stream()
                .flatMap(each -> each.machines().stream()).toList();
    }

    public List<UUID> machines() {
        return groups.stream().flatMap(group -> group.machines().stream()).toList();
    }
}
