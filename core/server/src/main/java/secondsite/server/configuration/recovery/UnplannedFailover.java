package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Brings a machine up elsewhere whose source is lost, or given up. */
@Singleton
public final class UnplannedFailover implements JobType {

    static final String WORD = "unplanned-failover";

    private final FailingOver failingOver;

    @Inject
    UnplannedFailover(FailingOver failingOver) {
        this.failingOver = failingOver;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return Order.tasks(BringingUp.CHECK, SourceShutDown.TASK, SourceFence.FENCE, FailingOver.CHOOSE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        return failingOver.step(task, job);
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        return failingOver.undo(job);
    }
}
