package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import secondsite.api.ProblemCode;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanDecision;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.plan.PlanStepState;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.CommonPoint;
import secondsite.api.recovery.FailoverKind;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** The runs of plans: begun, decided on and cleaned up by people. All that changes something is in the audit log. Safe for use by several threads. */
@Singleton
public final class PlanRuns {

    /** So many of each plan are kept. */
    static final int KEPT = 100;
    private static final int LISTED = 200;
    private static final int NOTE = 2000;

    /** Where runs are kept. */
    record Books(Database database, KeptPlanRuns runs, RunBook book, AuditLog audit, Jobs jobs) {

        @Inject
        Books {
        }
    }

    private final Books books;
    private final Plans plans;
    private final PlanPreviews previews;
    private final InstantSource clock;

    @Inject
    PlanRuns(Books books, Plans plans, PlanPreviews previews, InstantSource clock) {
        this.books = books;
        this.plans = plans;
        this.previews = previews;
        this.clock = clock;
    }

    /** The newest, without their steps. @param plan empty for those of all plans */
    public List<PlanRun> newest(Optional<UUID> plan) {
        return books.database().read(all -> books.runs().newest(all, plan, LISTED));
    }

    public PlanRun one(UUID run) {
        return books.book().one(run);
    }

    /** Begins a run of a plan as it is now. */
    public StartedRun start(UUID plan, PlanRunRequest request, String who) {
        return start(plan, PlanPreviews.checked(request), who, false);
    }

    /** Begins a test by the schedule of a plan. */
    StartedRun drill(UUID plan, String point, String who) {
        return start(plan, new PlanRunRequest(FailoverKind.TEST, point, null), who, true);
    }

    private StartedRun start(UUID id, PlanRunRequest request, String who, boolean drill) {
        KnownPlan known = plans.one(id);
        List<String> refusals = previews.refusals(known.plan(), request.kind());
        if (!refusals.isEmpty()) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    "the plan " + known.plan().name() + " cannot be run: " + String.join("; ", refusals));
        }
        PlanRun run = fresh(known, request, previews.points(known.plan(), request), who, drill);
        StartedRun started = books.database().write(change -> {
            long job = books.jobs().add(change, new JobOrder(PlanRunning.WORD, id.toString(), known.plan().name(), who,
                    PlanRunning.parameters(run, drill)));
            books.runs().add(change, Runs.ordered(run, job), known.plan());
            books.runs().prune(change, id, KEPT);
            books.audit().note(change, who, "plan run", known.plan().name(), "version " + known.version() + ", "
                    + request.kind() + ", point " + (request.point() == null ? "latest" : request.point()) + ", run "
                    + run.id());
            return new StartedRun(run.id(), job);
        });
        books.jobs().wake();
        return started;
    }

    private PlanRun fresh(KnownPlan known, PlanRunRequest request, List<CommonPoint> points, String who,
            boolean drill) {
        Plan plan = known.plan();
        List<PlanStep> steps = Course.of(plan, request.kind()).stream()
                .map(station -> Marks.waiting(station, previews.name(station))).toList();
        return new PlanRun(UUID.randomUUID(), known.id(), plan.name(), known.version(), request, who, drill, 0,
                PlanRunState.RUNNING, now(), null, null, null, null, plan.goals(), null, points, null, steps);
    }

    public PlanRun confirm(UUID run, long step, String note, String who) {
        PlanDecision decision = decision(who, "confirmed", note);
        return decideStep(run, step, decision, before -> {
            boolean waits = before.kind() == PlanStepKind.CONFIRMATION && (before.state() == PlanStepState.RUNNING
                    || before.state() == PlanStepState.ASKING);
            if (!waits) {
                throw conflict(before, "no confirmation is waited for");
            }
            return Marks.confirmed(before, decision);
        });
    }

    public PlanRun retry(UUID run, long step, String note, String who) {
        PlanDecision decision = decision(who, "retried", note);
        return decideStep(run, step, decision, before -> {
            if (before.state() != PlanStepState.ASKING) {
                throw conflict(before, "only one that failed can be tried again");
            }
            return Marks.again(before, decision);
        });
    }

    public PlanRun skip(UUID run, long step, String note, String who) {
        PlanDecision decision = decision(who, "skipped", note);
        return decideStep(run, step, decision, before -> {
            if (before.state() != PlanStepState.ASKING) {
                throw conflict(before, "only one that failed can be skipped");
            }
            return Marks.skipped(before, decision);
        });
    }

    private static ProblemException conflict(PlanStep step, String why) {
        return new ProblemException(ProblemCode.CONFLICT,
                "the step " + step.number() + " (" + step.name() + ") is " + step.state() + ": " + why);
    }

    private PlanRun decideStep(UUID run, long number, PlanDecision decision, UnaryOperator<PlanStep> work) {
        return decide(run, decision, " step " + number, before -> {
            if (number < 1 || number > before.steps().size()) {
                throw new ProblemException(ProblemCode.NOT_FOUND,
                        "the run has no step " + number + "; it has " + before.steps().size());
            }
            return Runs.stated(
                    Runs.steps(before, step -> step.number() == number ? work.apply(step) : step));
        });
    }

    /** Nothing further is begun; what runs goes on running. */
    public PlanRun stop(UUID run, String note, String who) {
        PlanDecision decision = decision(who, "stopped", note);
        return decide(run, decision, "",
                before -> Runs.state(Runs.decided(before, decision), PlanRunState.STOPPING));
    }

    /** Nothing further is begun, and what a test made is removed. */
    public PlanRun cancel(UUID run, String note, String who) {
        PlanDecision decision = decision(who, "cancelled", note);
        return decide(run, decision, "",
                before -> Runs.state(Runs.decided(before, decision), PlanRunState.CANCELLING));
    }

    private PlanRun decide(UUID id, PlanDecision decision, String what, UnaryOperator<PlanRun> work) {
        PlanRun after = books.database().write(change -> {
            PlanRun changed = books.book().change(change, id, run -> {
                if (!Runs.goesOn(run)) {
                    throw new ProblemException(ProblemCode.CONFLICT,
                            "the run of " + run.name() + " is " + run.state() + ": there is nothing to decide");
                }
                return work.apply(run);
            });
            note(change, changed, decision, what);
            return changed;
        });
        books.jobs().wake();
        return after;
    }

    private void note(Transaction change, PlanRun run, PlanDecision decision, String what) {
        books.audit().note(change, decision.who(), "plan run " + decision.what(), run.name(),
                "run " + run.id() + what + (decision.note() == null ? "" : ": " + decision.note()));
    }

    /** Removes all that a test that is over left running. */
    public StartedRun clean(UUID id, String note, String who) {
        PlanDecision decision = decision(who, "cleaned", note);
        StartedRun started = books.database().write(change -> {
            PlanRun run = books.book().change(change, id, before -> {
                if (!before.state().over() || before.request().kind() != FailoverKind.TEST) {
                    throw new ProblemException(ProblemCode.CONFLICT, "the run of " + before.name() + " is "
                            + before.state() + " and " + before.request().kind()
                            + ": only a test that is over can be cleaned up");
                }
                return Runs.decided(before, decision);
            });
            note(change, run, decision, "");
            String notes = note == null || note.isBlank() ? "a test of the plan " + run.name() : note;
            // Of the run, not of its plan: the run's own job may still be writing the evidence.
            return new StartedRun(id, books.jobs().add(change, new JobOrder(PlanCleaning.WORD, id.toString(),
                    run.name(), who, PlanCleaning.parameters(id, notes))));
        });
        books.jobs().wake();
        return started;
    }

    private PlanDecision decision(String who, String what, String note) {
        if (note != null && note.length() > NOTE) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'note' has " + note.length() + " characters; at most " + NOTE + " are kept");
        }
        return new PlanDecision(who, now(), what, note == null || note.isBlank() ? null : note.strip());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
