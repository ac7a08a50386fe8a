package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.plan.PlanDecision;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepState;
import secondsite.api.recovery.CommonPoint;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.recovery.CommonPoints;
import secondsite.server.web.ProblemException;

/**
 * Runs a plan, and writes its evidence; what the plan's schedule began is cleaned up before that. Group points are kept before anything is
 * begun, until nothing more is.
 */
@Singleton
public final class PlanRunning implements JobType {

    static final String WORD = "run-plan";
    static final String RUN = "run";
    static final String DRILL = "drill";
    private static final String HOLDS = "holds";
    private static final String KEEP = "keep-points";
    private static final String LET_GO = "let-points-go";
    private static final String KEPT = "kept-";
    private static final String CLEAN = "clean-up";
    private static final String EVIDENCE = "evidence";
    private static final Duration BUSY = Duration.ofMillis(250);
    private static final Duration WAITING = Duration.ofSeconds(1);

    private final RunWork work;
    private final RunBook book;
    private final EvidenceBook evidence;
    private final CommonPoints points;
    private final InstantSource clock;

    @Inject
    PlanRunning(RunWork work, RunBook book, EvidenceBook evidence, CommonPoints points, InstantSource clock) {
        this.work = work;
        this.book = book;
        this.evidence = evidence;
        this.points = points;
        this.clock = clock;
    }

    static Map<String, String> parameters(PlanRun run, boolean drill) {
        return Map.of(RUN, run.id().toString(), DRILL, Boolean.toString(drill), HOLDS,
                Boolean.toString(!run.points().isEmpty()));
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        boolean holds = Boolean.parseBoolean(order.parameters().get(HOLDS));
        List<String> tasks = new ArrayList<>();
        if (holds) {
            tasks.add(KEEP);
        }
        tasks.add(RUN);
        if (Boolean.parseBoolean(order.parameters().get(DRILL))) {
            tasks.add(CLEAN);
        }
        tasks.add(EVIDENCE);
        if (holds) {
            tasks.add(LET_GO);
        }
        return tasks;
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        UUID run = run(job);
        return switch (task) {
            case KEEP -> keep(book.one(run), job);
            case RUN -> ran(run, job);
            case CLEAN -> clean(work, book, run, "a scheduled test", job.order().who(), now());
            case LET_GO -> {
                letGo(book.one(run), job);
                yield new Step.Done();
            }
            default -> {
                evidence.make(run);
                yield new Step.Done();
            }
        };
    }

    /** One machine after another. */
    private Step keep(PlanRun run, JobContext job) throws JobFailure {
        for (CommonPoint point : Runs.goesOn(run) ? run.points() : List.<CommonPoint>of()) {
            for (UUID machine : point.machines()) {
                if (job.remembered(KEPT + machine).isEmpty()) {
                    keep(run, point, machine, job);
                    job.remember(KEPT + machine, point.point().toString());
                    return new Step.Again(null, Duration.ZERO);
                }
            }
        }
        return new Step.Done();
    }

    private void keep(PlanRun run, CommonPoint point, UUID machine, JobContext job) throws JobFailure {
        try {
            points.hold(run.id(), machine, point.point(), "run " + run.id() + " of the plan " + run.name(), job);
        } catch (JobFailure e) {
            if (!e.recoverable()) {
                Instant now = now();
                book.change(run.id(), kept -> Runs.goesOn(kept)
                        ? Runs.ended(Runs.steps(kept, step -> Runs.brings(step, machine)
                                ? Marks.asking(step, now, "nothing was begun: " + e.getMessage())
                                : step), PlanRunState.FAILED, now)
                        : kept);
            }
            throw e;
        }
    }

    private void letGo(PlanRun run, JobContext job) throws JobFailure {
        for (CommonPoint point : run.points()) {
            for (UUID machine : point.machines()) {
                points.release(run.id(), machine, job);
            }
        }
    }

    static UUID run(JobContext job) {
        return UUID.fromString(job.order().parameters().get(RUN));
    }

    private Step ran(UUID id, JobContext job) throws JobFailure {
        PlanRun before = book.one(id);
        PlanRun run = further(id);
        log(before, run, job);
        if (run.state().over()) {
            return new Step.Done();
        }
        List<PlanStep> open = run.steps().stream().filter(step -> step.state() == PlanStepState.RUNNING
                || step.state() == PlanStepState.ASKING).toList();
        String note = open.stream().map(PlanStep::name).limit(5).collect(Collectors.joining(", "));
        return new Step.Again(new Job.Progress(0, 0, 0, null, note.isEmpty() ? null : note),
                run.state() == PlanRunState.ASKING ? WAITING : BUSY);
    }

    private PlanRun further(UUID id) throws JobFailure {
        try {
            return work.further(id);
        } catch (ProblemException e) {
            throw JobFailure.recoverable(ErrorCode.ORDER_REFUSED, e.getMessage());
        }
    }

    private static void log(PlanRun before, PlanRun run, JobContext job) {
        for (int i = 0; i < run.steps().size(); i++) {
            PlanStep step = run.steps().get(i);
            if (step.state() != before.steps().get(i).state()) {
                job.log(step.state() + " " + step.number() + " " + step.group() + " / " + step.name()
                        + (step.detail() == null ? "" : ": " + step.detail()));
            }
        }
    }

    static Step clean(RunWork work, RunBook book, UUID id, String notes, String who, Instant now) throws JobFailure {
        try {
            if (!work.cleaned(book.one(id), notes, who)) {
                return new Step.Again(null, BUSY);
            }
        } catch (ProblemException e) {
            throw JobFailure.recoverable(ErrorCode.ORDER_REFUSED, e.getMessage());
        }
        book.change(id, run -> run.cleaned() == null ? Runs.cleaned(run, now) : run);
        return new Step.Done();
    }

    /** Whoever cancels the job cancels the run. */
    @Override
    public Step undo(JobContext job) throws JobFailure {
        UUID id = run(job);
        var cancelled = new PlanDecision(job.order().who(), now(), "cancelled", null);
        book.change(id, run -> run.state().over() || run.state() == PlanRunState.CANCELLING
                ? run
                : Runs.state(Runs.decided(run, cancelled), PlanRunState.CANCELLING));
        if (!further(id).state().over()) {
            return new Step.Again(null, BUSY);
        }
        evidence.make(id);
        letGo(book.one(id), job);
        return new Step.Done();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
