package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import secondsite.api.recovery.FailoverState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Removes the copy of an uncommitted failover; then, and not before, the source may write again, and replication goes on. */
@Singleton
public final class Cancelling implements JobType {

    static final String WORD = "cancel-failover";

    private static final String RELEASE_SOURCE = "release-source";

    private final FailoverBook book;
    private final TakingDown takingDown;
    private final FailingOver failingOver;

    @Inject
    Cancelling(FailoverBook book, TakingDown takingDown, FailingOver failingOver) {
        this.book = book;
        this.takingDown = takingDown;
        this.failingOver = failingOver;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(TakingDown.REMOVE, TakingDown.RELEASE, RELEASE_SOURCE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        Undertaking now = Order.undertaking(book, job);
        switch (task) {
            case TakingDown.REMOVE -> takingDown.remove(now.copy(), job);
            case TakingDown.RELEASE -> takingDown.release(now.copy(), job);
            default -> {
                job.log("the source may write again; start it, if it was shut down");
                failingOver.takeBack(now, FailoverState.CANCELLED, null);
            }
        }
        return new Step.Done();
    }

    /** What is removed does not come back; the failover is to be cancelled again. */
    @Override
    public Step undo(JobContext job) {
        return new Step.Done();
    }
}
