package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepState;
import secondsite.server.configuration.alert.Condition;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.alert.Subject;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;

/** What is not as it should be with plans: not tested for long, a test by the schedule that failed, a run that waits for a person. */
@Singleton
public final class PlanConditions implements Conditions {

    static final Duration UNTESTED = Duration.ofDays(182);
    private static final String PLAN = "plan";
    /** Longer than any clean-up that goes well. */
    private static final Duration CLEANING = Duration.ofHours(1);

    private final Plans plans;
    private final Drills drills;
    private final Database database;
    private final KeptPlanRuns runs;
    private final InstantSource clock;

    @Inject
    PlanConditions(Plans plans, Drills drills, Database database, KeptPlanRuns runs, InstantSource clock) {
        this.plans = plans;
        this.drills = drills;
        this.database = database;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public List<Condition> now() {
        List<Condition> all = new ArrayList<>();
        for (KnownPlan plan : plans.all()) {
            untested(plan).ifPresent(why -> all.add(condition(ErrorCode.PLAN_UNTESTED, plan, why)));
            failed(plan).ifPresent(why -> all.add(condition(ErrorCode.DRILL_FAILED, plan, why)));
            waits(plan).ifPresent(why -> all.add(condition(ErrorCode.PLAN_WAITS, plan, why)));
        }
        return all;
    }

    private static Condition condition(ErrorCode code, KnownPlan plan, String why) {
        return new Condition(code, new Subject(PLAN, plan.id().toString()), plan.plan().name(), Severity.WARNING, why);
    }

    private Optional<String> untested(KnownPlan plan) {
        Instant last = plan.tested() == null ? plan.made() : plan.tested();
        return clock.instant().isAfter(last.plus(UNTESTED))
                ? Optional.of(plan.tested() == null
                        ? "no test of it went well since it was made at " + plan.made()
                        : "the last test that went well was at " + plan.tested())
                : Optional.empty();
    }

    private Optional<String> failed(KnownPlan plan) {
        return drills.refused(plan.id()).map(why -> "the scheduled test could not be begun: " + why)
                .or(() -> database.read(all -> runs.lastTest(all, plan.id())).filter(PlanRun::drill)
                        .flatMap(last -> failed(plan, last)));
    }

    private Optional<String> failed(KnownPlan plan, PlanRun last) {
        boolean well = plan.tested() != null && !plan.tested().isBefore(last.begun());
        if (!well) {
            return Optional.of("the scheduled test of " + last.begun() + " is " + last.state() + ", run " + last.id());
        }
        return last.cleaned() == null && clock.instant().isAfter(last.ended().plus(CLEANING))
                ? Optional.of("the scheduled test of " + last.begun() + " is not cleaned up, run " + last.id())
                : Optional.empty();
    }

    private Optional<String> waits(KnownPlan plan) {
        return Optional.ofNullable(plan.openRun()).flatMap(id -> database.read(all -> runs.find(all, id)))
                .filter(run -> run.state() == PlanRunState.ASKING)
                .map(run -> run.steps().stream().filter(PlanConditions::asks)
                        .map(step -> step.number() + " " + step.name()
                                + (step.detail() == null ? "" : ": " + step.detail()))
                        .collect(Collectors.joining("; ", "the run " + run.id() + " waits at ", "")));
    }

    private static boolean asks(PlanStep step) {
        return step.state() == PlanStepState.ASKING || step.state() == PlanStepState.RUNNING;
    }
}
