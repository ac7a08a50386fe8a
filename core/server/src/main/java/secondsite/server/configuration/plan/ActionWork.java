package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import secondsite.api.host.ProbeAnswer;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.recovery.Failover;
import secondsite.server.configuration.recovery.Failovers;
import secondsite.server.web.ProblemException;

/** What is done between machines: looks how far an action is that was begun. */
@Singleton
final class ActionWork {

    private final Scripts scripts;
    private final Failovers failovers;
    private final Copies copies;
    private final InstantSource clock;

    @Inject
    ActionWork(Scripts scripts, Failovers failovers, Copies copies, InstantSource clock) {
        this.scripts = scripts;
        this.failovers = failovers;
        this.copies = copies;
        this.clock = clock;
    }

    /** Called once after an attempt was noted as begun, and never again for the same one. */
    void begin(PlanRun run, PlanStep step, PlanAction action) {
        if (action instanceof PlanAction.Script script) {
            scripts.begin(key(run, step), script, Map.of("SECONDSITE_PLAN", run.name(), "SECONDSITE_RUN",
                    run.id().toString(), "SECONDSITE_KIND", run.request().kind().name(), "SECONDSITE_GROUP",
                    step.group(), "SECONDSITE_STEP", step.name()));
        }
    }

    /** Called when what it came to is noted. */
    void end(PlanRun run, PlanStep step) {
        scripts.forget(key(run, step));
    }

    PlanStep look(PlanRun run, PlanStep step, PlanAction action) {
        return switch (action) {
            case PlanAction.Script _ -> script(run, step);
            case PlanAction.Confirmation confirmation -> confirmation(run, step, confirmation);
            case PlanAction.Delay delay -> passed(step, delay.seconds())
                    ? Marks.done(step, now(), null, List.of())
                    : step;
            case PlanAction.Question question -> question(run, step, question);
        };
    }

    private static Scripts.Key key(PlanRun run, PlanStep step) {
        return new Scripts.Key(run.id(), step.number(), step.attempts());
    }

    private PlanStep script(PlanRun run, PlanStep step) {
        if (!scripts.known(key(run, step))) {
            return Marks.asking(step, now(), "it was begun at " + step.begun() + ", and the server ended before it did:"
                    + " what it came to is not known. Look what it did, then retry or skip it");
        }
        return scripts.ended(key(run, step)).map(ended -> ended.problem()
                .map(why -> Marks.asking(step, now(), why))
                .orElseGet(() -> Marks.done(step, now(), null, ended.values()))).orElse(step);
    }

    private PlanStep confirmation(PlanRun run, PlanStep step, PlanAction.Confirmation confirmation) {
        if (run.drill()) {
            return Marks.done(step, now(), "a scheduled test has nobody to ask", List.of());
        }
        boolean late = confirmation.minutes() != null
                && passed(step, Duration.ofMinutes(confirmation.minutes()).toSeconds());
        return late
                ? Marks.asking(step, now(), "nobody confirmed it within " + confirmation.minutes() + " min")
                : Marks.running(step, confirmation.text());
    }

    private PlanStep question(PlanRun run, PlanStep step, PlanAction.Question question) {
        Optional<Failover> machine = run.steps().stream()
                .filter(each -> each.kind() == PlanStepKind.MACHINE && each.machine().equals(question.machine()))
                .filter(each -> each.copy() != null).findFirst()
                .flatMap(each -> failovers.find(each.copy().failover()))
                .filter(each -> !each.state().over());
        if (machine.isEmpty()) {
            return Marks.asking(step, now(), "the machine does not run: it was not brought up, or is gone again");
        }
        String evidence;
        try {
            ProbeAnswer answer = copies.ask(machine.get(), question.probe());
            if (answer.passed()) {
                return Marks.done(step, now(), answer.evidence(), List.of());
            }
            evidence = answer.evidence();
        } catch (IOException | ProblemException e) {
            evidence = "its host does not answer: " + e.getMessage();
        }
        return passed(step, question.probe().seconds())
                ? Marks.asking(step, now(), "not within " + question.probe().seconds() + " s: " + evidence)
                : Marks.running(step, evidence);
    }

    private boolean passed(PlanStep step, long seconds) {
        return !clock.instant().isBefore(step.begun().plusSeconds(seconds));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
