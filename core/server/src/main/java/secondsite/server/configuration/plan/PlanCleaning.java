package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Removes what a test of a plan left running, when somebody has seen enough. */
@Singleton
public final class PlanCleaning implements JobType {

    static final String WORD = "clean-plan-run";
    private static final String NOTES = "notes";

    private final RunWork work;
    private final RunBook book;
    private final InstantSource clock;

    @Inject
    PlanCleaning(RunWork work, RunBook book, InstantSource clock) {
        this.work = work;
        this.book = book;
        this.clock = clock;
    }

    static Map<String, String> parameters(UUID run, String notes) {
        return Map.of(PlanRunning.RUN, run.toString(), NOTES, notes);
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of("clean-up");
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        return PlanRunning.clean(work, book, PlanRunning.run(job), job.order().parameters().get(NOTES),
                job.order().who(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** What is removed stays removed, and the rest stays. */
    @Override
    public Step undo(JobContext job) {
        return new Step.Done();
    }
}
