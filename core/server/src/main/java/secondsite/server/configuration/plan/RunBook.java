package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** The runs as they are kept. What changes one looks at it anew, so that the job of a run and people do not undo each other's work. */
@Singleton
final class RunBook {

    private final Database database;
    private final KeptPlanRuns runs;
    private final Events events;

    @Inject
    RunBook(Database database, KeptPlanRuns runs, Events events) {
        this.database = database;
        this.runs = runs;
        this.events = events;
    }

    Optional<PlanRun> find(UUID run) {
        return database.read(all -> runs.find(all, run));
    }

    PlanRun one(UUID run) {
        return find(run).orElseThrow(() -> missing(run));
    }

    /** The plan as it was when the run was begun. */
    Plan planned(UUID run) {
        return database.read(all -> runs.planned(all, run)).orElseThrow(() -> missing(run));
    }

    private static ProblemException missing(UUID run) {
        return new ProblemException(ProblemCode.NOT_FOUND, "there is no run " + run + " of a plan");
    }

    /** @param work may be done twice */
    PlanRun change(UUID run, UnaryOperator<PlanRun> work) {
        return database.write(change -> change(change, run, work));
    }

    /** Within a change. */
    PlanRun change(Transaction change, UUID run, UnaryOperator<PlanRun> work) {
        PlanRun before = runs.find(change, run).orElseThrow(() -> missing(run));
        PlanRun after = work.apply(before);
        if (!after.equals(before)) {
            runs.change(change, after);
            tell(change, before, after);
        }
        return after;
    }

    /** Steps are as they were made from those before, unless somebody else changed them meanwhile. */
    PlanRun change(UUID run, Map<PlanStep, PlanStep> steps) {
        Map<Integer, PlanStep> before = steps.keySet().stream()
                .collect(Collectors.toMap(PlanStep::number, Function.identity()));
        return change(run, now -> Runs.stated(Runs.steps(now,
                step -> step.equals(before.get(step.number())) ? steps.get(step) : step)));
    }

    private void tell(Transaction change, PlanRun before, PlanRun after) {
        if (before.state() != after.state()) {
            boolean bad = after.state() == PlanRunState.ASKING || after.state() == PlanRunState.FAILED;
            events.keep(change, "plan.run", bad ? Event.Severity.WARNING : Event.Severity.INFORMATION,
                    after.plan().toString(), after.name(), null, "run " + after.id() + " is " + after.state());
        }
        change.whenOver(kept -> {
            if (kept) {
                events.notice("plan.step", after.id().toString(), after.name());
            }
        });
    }
}
