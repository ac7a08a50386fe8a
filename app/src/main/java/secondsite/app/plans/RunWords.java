package secondsite.app.plans;

import jakarta.inject.Inject;
import java.util.Locale;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.plan.PlanStepState;
import secondsite.api.recovery.FailoverKind;
import secondsite.app.control.Status;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;

/** Says of runs and their steps how they stand. */
final class RunWords {

    private final Texts texts;
    private final Formats formats;

    @Inject
    RunWords(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    String kind(FailoverKind kind) {
        return texts.text("plan.kind." + kind.name().toLowerCase(Locale.ROOT));
    }

    String state(PlanRun run) {
        return texts.text(toCleanUp(run) ? "plan.run.to-clean" : "plan.run." + run.state().name());
    }

    Status status(PlanRun run) {
        return toCleanUp(run) ? Status.TEST : switch (run.state()) {
            case RUNNING, STOPPING, CANCELLING -> Status.SYNC;
            case ASKING, STOPPED -> Status.WARN;
            case DONE -> Status.OK;
            case FAILED -> Status.CRIT;
            case CANCELLED -> Status.IDLE;
        };
    }

    /** Whether a test that is over left copies running. */
    static boolean toCleanUp(PlanRun run) {
        return run.request().kind() == FailoverKind.TEST && run.state().over() && run.cleaned() == null
                && run.state() != PlanRunState.CANCELLED;
    }

    String state(PlanStepState state) {
        return texts.text("plan.step." + state.name());
    }

    static Status status(PlanStepState state) {
        return switch (state) {
            case WAITING -> Status.UNKNOWN;
            case SKIPPED, NOT_DONE -> Status.IDLE;
            case RUNNING -> Status.SYNC;
            case ASKING -> Status.WARN;
            case DONE -> Status.OK;
            case FAILED -> Status.CRIT;
        };
    }

    static String icon(PlanStepKind kind) {
        return switch (kind) {
            case MACHINE -> "ci-virtual-machine";
            case SCRIPT -> ActionKind.SCRIPT.icon();
            case CONFIRMATION -> ActionKind.CONFIRMATION.icon();
            case DELAY -> ActionKind.DELAY.icon();
            case PROBE -> ActionKind.PROBE.icon();
        };
    }

    /** Like {@code Test, Nov 20, 2026, 03:00:00: done}. */
    String line(PlanRun run) {
        return texts.text("plan.run.line", kind(run.request().kind()), formats.time(run.begun()), state(run));
    }

    /** What was measured against the goal: both, one, or a dash. */
    String against(Double seconds, Integer goal) {
        String measured = seconds == null ? "–" : formats.duration(seconds);
        return goal == null ? measured : texts.text("plan.goal.against", measured, formats.duration(goal));
    }
}
