package secondsite.server.configuration.recovery;

import java.util.List;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Brings a machine up elsewhere, to be the machine. */
public final class FailoverInEarnest implements JobType {

    static final String PLANNED = "planned-failover";
    static final String UNPLANNED = "unplanned-failover";

    private final String word;
    private final String fence;
    private final FailingOver failingOver;

    /** @param fence task by which the source comes to write no more */
    private FailoverInEarnest(String word, String fence, FailingOver failingOver) {
        this.word = word;
        this.fence = fence;
        this.failingOver = failingOver;
    }

    /** Of a source that was shut down, when all that it wrote has arrived: nothing is lost. */
    public static JobType planned(FailingOver failingOver) {
        return new FailoverInEarnest(PLANNED, SourceFence.DRAIN, failingOver);
    }

    /** Of a source that is lost, or given up. */
    public static JobType unplanned(FailingOver failingOver) {
        return new FailoverInEarnest(UNPLANNED, SourceFence.FENCE, failingOver);
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return Order.tasks(BringingUp.CHECK, SourceShutDown.TASK, fence, FailingOver.CHOOSE);
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
