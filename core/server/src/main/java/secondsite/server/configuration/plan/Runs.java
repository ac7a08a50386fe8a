package secondsite.server.configuration.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import secondsite.api.plan.PlanCopy;
import secondsite.api.plan.PlanDecision;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.plan.PlanStepState;

/** What becomes of a run: each makes the run as it is afterwards. */
final class Runs {

    private static final double MILLIS = 1000;

    private Runs() {}

    static PlanRun steps(PlanRun run, UnaryOperator<PlanStep> each) {
        return with(run, run.state(), run.ended(), run.cleaned(), run.decisions(),
                run.steps().stream().map(each).toList());
    }

    static PlanRun state(PlanRun run, PlanRunState state) {
        return with(run, state, run.ended(), run.cleaned(), run.decisions(), run.steps());
    }

    static boolean goesOn(PlanRun run) {
        return run.state() == PlanRunState.RUNNING || run.state() == PlanRunState.ASKING;
    }

    /** While it goes on, people are waited for where a step failed, or has to be confirmed. */
    static PlanRun stated(PlanRun run) {
        boolean asking = run.steps().stream().anyMatch(step -> step.state() == PlanStepState.ASKING
                || !run.drill() && step.state() == PlanStepState.RUNNING
                        && step.kind() == PlanStepKind.CONFIRMATION);
        return goesOn(run) ? state(run, asking ? PlanRunState.ASKING : PlanRunState.RUNNING) : run;
    }

    static PlanRun ordered(PlanRun run, long job) {
        return new PlanRun(run.id(), run.plan(), run.name(), run.version(), run.request(), run.who(), run.drill(), job,
                run.state(), run.begun(), run.ended(), run.upSeconds(), run.rtoSeconds(), run.rpoSeconds(),
                run.goals(), run.cleaned(), run.points(), run.decisions(), run.steps());
    }

    static PlanRun decided(PlanRun run, PlanDecision decision) {
        List<PlanDecision> all = new ArrayList<>(run.decisions());
        all.add(decision);
        return with(run, run.state(), run.ended(), run.cleaned(), all, run.steps());
    }

    static PlanRun cleaned(PlanRun run, Instant now) {
        return with(run, run.state(), run.ended(), now, run.decisions(), run.steps());
    }

    /** It is over, and what it took is known. */
    static PlanRun ended(PlanRun run, PlanRunState state, Instant now) {
        List<PlanStep> steps = run.steps().stream().map(step -> Marks.left(step, now)).toList();
        Optional<Instant> up = latest(steps, PlanCopy::up);
        Optional<Instant> works = latest(steps, copy -> copy.works() == null ? copy.up() : copy.works())
                .filter(_ -> steps.stream().filter(step -> step.kind() == PlanStepKind.PROBE)
                        .allMatch(step -> step.state() == PlanStepState.DONE))
                .map(last -> Stream.concat(Stream.of(last), steps.stream()
                        .filter(step -> step.kind() == PlanStepKind.PROBE).map(PlanStep::ended))
                        .max(Instant::compareTo).orElseThrow());
        return new PlanRun(run.id(), run.plan(), run.name(), run.version(), run.request(), run.who(), run.drill(),
                run.job(), state, run.begun(), now, seconds(run, up), seconds(run, works), lost(steps), run.goals(),
                run.cleaned(), run.points(), run.decisions(), steps);
    }

    /** Of all machines, if it is known of all. */
    private static Optional<Instant> latest(List<PlanStep> steps, Function<PlanCopy, Instant> moment) {
        List<PlanStep> machines = machines(steps);
        boolean all = machines.stream().allMatch(step -> step.state() == PlanStepState.DONE
                && step.copy() != null && moment.apply(step.copy()) != null);
        return all
                ? machines.stream().map(step -> moment.apply(step.copy())).max(Instant::compareTo)
                : Optional.empty();
    }

    private static Double seconds(PlanRun run, Optional<Instant> moment) {
        return moment.map(at -> Duration.between(run.begun(), at).toMillis() / MILLIS).orElse(null);
    }

    private static Double lost(List<PlanStep> steps) {
        List<PlanStep> machines = machines(steps);
        boolean all = machines.stream().allMatch(step -> step.copy() != null && step.copy().lostSeconds() != null);
        return all
                ? machines.stream().map(step -> step.copy().lostSeconds()).filter(Objects::nonNull)
                        .max(Double::compare).orElse(null)
                : null;
    }

    /** Whether a step brings this machine up. */
    static boolean brings(PlanStep step, UUID machine) {
        return step.kind() == PlanStepKind.MACHINE && step.machine().equals(machine);
    }

    static List<PlanStep> machines(List<PlanStep> steps) {
        return steps.stream().filter(step -> step.kind() == PlanStepKind.MACHINE).toList();
    }

    private static PlanRun with(PlanRun run, PlanRunState state, Instant ended, Instant cleaned,
            List<PlanDecision> decisions, List<PlanStep> steps) {
        return new PlanRun(run.id(), run.plan(), run.name(), run.version(), run.request(), run.who(), run.drill(),
                run.job(), state, run.begun(), ended, run.upSeconds(), run.rtoSeconds(), run.rpoSeconds(), run.goals(),
                cleaned, run.points(), decisions, steps);
    }
}
