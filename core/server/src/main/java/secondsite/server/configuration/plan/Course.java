package secondsite.server.configuration.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.recovery.FailoverKind;

/**
 * The steps of a plan for a kind of failover, in their order. The actions are stages of their own, the machines of a group are one stage
 * together: a stage is begun when the one before is over.
 */
final class Course {

    /**
     * A step.
     *
     * @param number  from 1
     * @param stage   from 1
     * @param action  empty where a machine is brought up
     * @param machine that is brought up or asked
     */
    record Station(int number, int stage, String group, Optional<PlanAction> action, Optional<UUID> machine) {

        PlanStepKind kind() {
            return action.map(Station::kind).orElse(PlanStepKind.MACHINE);
        }

        private static PlanStepKind kind(PlanAction action) {
            return switch (action) {
                case PlanAction.Script _ -> PlanStepKind.SCRIPT;
                case PlanAction.Confirmation _ -> PlanStepKind.CONFIRMATION;
                case PlanAction.Delay _ -> PlanStepKind.DELAY;
                case PlanAction.Question _ -> PlanStepKind.PROBE;
            };
        }
    }

    private final List<Station> stations = new ArrayList<>();
    private int stage;

    private Course() {}

    static List<Station> of(Plan plan, FailoverKind kind) {
        var course = new Course();
        for (PlanGroup group : plan.groups()) {
            course.actions(group.name(), group.before(), kind);
            course.machines(group);
            course.actions(group.name(), group.after(), kind);
        }
        return List.copyOf(course.stations);
    }

    private void actions(String group, List<PlanAction> actions, FailoverKind kind) {
        for (PlanAction action : actions) {
            if (action.holdsFor(kind)) {
                stage++;
                add(group, Optional.of(action),
                        action instanceof PlanAction.Question question
                                ? Optional.of(question.machine())
                                : Optional.empty());
            }
        }
    }

    private void machines(PlanGroup group) {
        if (!group.machines().isEmpty()) {
            stage++;
            group.machines().forEach(machine -> add(group.name(), Optional.empty(), Optional.of(machine)));
        }
    }

    private void add(String group, Optional<PlanAction> action, Optional<UUID> machine) {
        stations.add(new Station(stations.size() + 1, stage, group, action, machine));
    }
}
