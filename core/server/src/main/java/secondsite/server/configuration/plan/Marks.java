package secondsite.server.configuration.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import secondsite.api.plan.PlanCopy;
import secondsite.api.plan.PlanDecision;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepState;
import secondsite.api.plan.PlanValue;
import secondsite.server.configuration.activity.Texts;

/** What becomes of a step of a run: each makes the step as it is afterwards. */
final class Marks {

    private static final int DETAIL = 2000;

    private Marks() {}

    static PlanStep waiting(Course.Station station, String name) {
        return new PlanStep(station.number(), station.stage(), station.group(), station.kind(), name,
                station.machine().orElse(null), PlanStepState.WAITING, null, null, 0, null, null, null, null, null);
    }

    static PlanStep begun(PlanStep step, Instant now) {
        return new PlanStep(step.number(), step.stage(), step.group(), step.kind(), step.name(), step.machine(),
                PlanStepState.RUNNING, now, null, step.attempts() + 1, null, null, step.copy(), step.earlier(),
                step.decisions());
    }

    /** It goes on. @param detail what is waited for; null for nothing */
    static PlanStep running(PlanStep step, String detail) {
        return with(step, PlanStepState.RUNNING, null, detail, step.values());
    }

    static PlanStep done(PlanStep step, Instant now, String detail, List<PlanValue> values) {
        return with(step, PlanStepState.DONE, now, detail, values);
    }

    /** It failed; a person is asked. */
    static PlanStep asking(PlanStep step, Instant now, String why) {
        return with(step, PlanStepState.ASKING, now, why, step.values());
    }

    /** The run ended before it was done. */
    static PlanStep left(PlanStep step, Instant now) {
        return switch (step.state()) {
            case WAITING -> with(step, PlanStepState.NOT_DONE, null, step.detail(), step.values());
            case RUNNING -> with(step, PlanStepState.NOT_DONE, now, step.detail(), step.values());
            case ASKING -> with(step, PlanStepState.FAILED, step.ended(), step.detail(), step.values());
            case DONE, SKIPPED, FAILED, NOT_DONE -> step;
        };
    }

    static PlanStep copied(PlanStep step, PlanCopy copy) {
        return new PlanStep(step.number(), step.stage(), step.group(), step.kind(), step.name(), step.machine(),
                step.state(), step.begun(), step.ended(), step.attempts(), step.detail(), step.values(), copy,
                step.earlier(), step.decisions());
    }

    /** A person wants it done once more: what an attempt before left is one of the earlier ones. */
    static PlanStep again(PlanStep step, PlanDecision decision) {
        List<UUID> earlier = new ArrayList<>(step.earlier());
        if (step.copy() != null) {
            earlier.add(step.copy().failover());
        }
        return new PlanStep(step.number(), step.stage(), step.group(), step.kind(), step.name(), step.machine(),
                PlanStepState.WAITING, null, null, step.attempts(), null, null, null, earlier,
                decided(step, decision));
    }

    static PlanStep skipped(PlanStep step, PlanDecision decision) {
        return decided(with(step, PlanStepState.SKIPPED, decision.time(), step.detail(), step.values()), decision,
                step);
    }

    static PlanStep confirmed(PlanStep step, PlanDecision decision) {
        return decided(with(step, PlanStepState.DONE, decision.time(), null, step.values()), decision, step);
    }

    private static PlanStep decided(PlanStep after, PlanDecision decision, PlanStep before) {
        return new PlanStep(after.number(), after.stage(), after.group(), after.kind(), after.name(), after.machine(),
                after.state(), after.begun(), after.ended(), after.attempts(), after.detail(), after.values(),
                after.copy(), after.earlier(), decided(before, decision));
    }

    private static List<PlanDecision> decided(PlanStep step, PlanDecision decision) {
        List<PlanDecision> all = new ArrayList<>(step.decisions());
        all.add(decision);
        return all;
    }

    private static PlanStep with(PlanStep step, PlanStepState state, Instant ended, String detail,
            List<PlanValue> values) {
        return new PlanStep(step.number(), step.stage(), step.group(), step.kind(), step.name(), step.machine(), state,
                step.begun(), ended, step.attempts(), Texts.cut(detail, DETAIL), values, step.copy(), step.earlier(),
                step.decisions());
    }
}
