package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.plan.PlanStepState;
import secondsite.api.recovery.FailoverKind;

/**
 * Brings a run a little further, or looks how far it is. What is begun is noted before it is done: a machine is then found again by its
 * failover, and a script that is not known any more is asked about.
 */
@Singleton
final class RunWork {

    private static final int SIDE_BY_SIDE = 16;

    private final RunBook book;
    private final MachineWork machines;
    private final ActionWork actions;
    private final Scripts scripts;
    private final InstantSource clock;

    @Inject
    RunWork(RunBook book, MachineWork machines, ActionWork actions, Scripts scripts, InstantSource clock) {
        this.book = book;
        this.machines = machines;
        this.actions = actions;
        this.scripts = scripts;
        this.clock = clock;
    }

    /** @return the run as it is then */
    PlanRun further(UUID id) {
        PlanRun run = book.one(id);
        return switch (run.state()) {
            case RUNNING, ASKING -> running(run);
            case STOPPING, CANCELLING -> ending(run);
            case DONE, STOPPED, FAILED, CANCELLED -> run;
        };
    }

    private PlanRun running(PlanRun run) {
        List<PlanStep> stage = stage(run);
        if (stage.isEmpty()) {
            return book.change(run.id(), now -> Runs.goesOn(now) && stage(now).isEmpty()
                    ? Runs.ended(now, PlanRunState.DONE, now())
                    : now);
        }
        if (run.drill() && stage.stream().anyMatch(step -> step.state() == PlanStepState.ASKING)) {
            return book.change(run.id(), now -> Runs.goesOn(now) ? Runs.state(now, PlanRunState.STOPPING) : now);
        }
        PlanRun begun = begin(run, stage);
        Map<PlanStep, PlanStep> looked = looked(begun, stage(begun).stream()
                .filter(step -> step.state() == PlanStepState.RUNNING).toList());
        PlanRun after = book.change(run.id(), looked);
        looked.values().stream().filter(step -> step.state() != PlanStepState.RUNNING)
                .forEach(step -> actions.end(after, step));
        return after;
    }

    /** The steps that are to be done now: all of the first stage that is not over. */
    private static List<PlanStep> stage(PlanRun run) {
        return run.steps().stream().filter(step -> !step.state().over()).mapToInt(PlanStep::stage).min().stream()
                .boxed().flatMap(stage -> run.steps().stream().filter(step -> step.stage() == stage)).toList();
    }

    private PlanRun begin(PlanRun run, List<PlanStep> stage) {
        Instant now = now();
        Map<PlanStep, PlanStep> begun = stage.stream().filter(step -> step.state() == PlanStepState.WAITING)
                .collect(Collectors.toMap(Function.identity(), step -> Marks.begun(step, now)));
        if (begun.isEmpty()) {
            return run;
        }
        PlanRun after = book.change(run.id(), begun);
        after.steps().stream().filter(begun.values()::contains).filter(step -> step.kind() == PlanStepKind.SCRIPT)
                .forEach(step -> actions.begin(after, step, action(after, step)));
        return after;
    }

    private PlanAction action(PlanRun run, PlanStep step) {
        return Course.of(book.planned(run.id()), run.request().kind()).get(step.number() - 1).action().orElseThrow();
    }

    /** Side by side: machines are on several hosts, which take their time to answer. */
    private Map<PlanStep, PlanStep> looked(PlanRun run, List<PlanStep> steps) {
        Map<PlanStep, Future<PlanStep>> looks = new LinkedHashMap<>();
        try (ExecutorService some = Executors.newFixedThreadPool(SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
            steps.forEach(step -> looks.put(step, some.submit(() -> look(run, step))));
            Map<PlanStep, PlanStep> after = new LinkedHashMap<>();
            for (Map.Entry<PlanStep, Future<PlanStep>> look : looks.entrySet()) {
                after.put(look.getKey(), look.getValue().get());
            }
            return after;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private PlanStep look(PlanRun run, PlanStep step) {
        return step.kind() == PlanStepKind.MACHINE
                ? machines.look(run, step)
                : actions.look(run, step, action(run, step));
    }

    /** Nothing further is begun; machines that are being started are waited for, scripts are not. */
    private PlanRun ending(PlanRun run) {
        scripts.kill(run.id());
        List<PlanStep> ours = Runs.machines(run.steps()).stream()
                .filter(step -> step.state() == PlanStepState.RUNNING).toList();
        List<PlanStep> under = ours.stream().filter(step -> machines.underWay(run, step)).toList();
        List<PlanStep> lookable = ours.stream().filter(step -> step.copy() != null || under.contains(step)).toList();
        PlanRun looked = book.change(run.id(), looked(run, lookable));
        if (!under.isEmpty()) {
            return looked;
        }
        boolean clean = run.state() != PlanRunState.CANCELLING || run.request().kind() != FailoverKind.TEST
                || cleaned(run, "the run was cancelled", run.who());
        return clean ? book.change(run.id(), now -> ended(now)) : looked;
    }

    private PlanRun ended(PlanRun run) {
        Instant now = now();
        return switch (run.state()) {
            case CANCELLING -> run.request().kind() == FailoverKind.TEST
                    ? Runs.cleaned(Runs.ended(run, PlanRunState.CANCELLED, now), now)
                    : Runs.ended(run, PlanRunState.CANCELLED, now);
            case STOPPING -> Runs.ended(run, run.drill() ? PlanRunState.FAILED : PlanRunState.STOPPED, now);
            case RUNNING, ASKING, DONE, STOPPED, FAILED, CANCELLED -> run;
        };
    }

    /** @return whether nothing is left of a test */
    boolean cleaned(PlanRun run, String notes, String who) {
        List<Boolean> each = Runs.machines(run.steps()).stream()
                .map(step -> machines.cleaned(run, step, notes, who)).toList();
        return !each.contains(false);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
