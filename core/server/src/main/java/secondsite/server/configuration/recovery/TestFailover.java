package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import secondsite.api.recovery.FailoverState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Brings a copy of a machine up to see whether that works; the machine itself and its replication go on. Taken back, nothing of the copy is left. */
@Singleton
public final class TestFailover implements JobType {

    static final String WORD = "test-failover";

    private final FailoverBook book;
    private final BringingUp bringingUp;
    private final TakingDown takingDown;
    private final InstantSource clock;

    @Inject
    TestFailover(FailoverBook book, BringingUp bringingUp, TakingDown takingDown, InstantSource clock) {
        this.book = book;
        this.bringingUp = bringingUp;
        this.takingDown = takingDown;
        this.clock = clock;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return BringingUp.TASKS;
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        try {
            Undertaking now = Order.undertaking(book, job);
            Step step = bringingUp.step(task, now, job);
            if (task.equals(BringingUp.START) && step instanceof Step.Done) {
                book.change(now.id(), kept -> kept.in(FailoverState.RUNNING));
            }
            return step;
        } catch (JobFailure e) {
            throw Order.noted(job, e);
        }
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        Optional<Undertaking> left = Order.found(book, job).filter(now -> !now.state().over());
        if (left.isPresent()) {
            takingDown.everything(left.get().copy(), job);
            String failure = Order.failure(job);
            book.change(left.get().id(), kept -> kept.over(
                    failure == null ? FailoverState.CANCELLED : FailoverState.FAILED, clock.instant(), failure));
        }
        return new Step.Done();
    }
}
