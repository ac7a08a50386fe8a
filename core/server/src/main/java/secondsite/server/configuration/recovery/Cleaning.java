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

/** Ends a test, and leaves nothing of it but what is told of it. */
@Singleton
public final class Cleaning implements JobType {

    static final String WORD = "clean-failover";

    private final FailoverBook book;
    private final TakingDown takingDown;
    private final InstantSource clock;

    @Inject
    Cleaning(FailoverBook book, TakingDown takingDown, InstantSource clock) {
        this.book = book;
        this.takingDown = takingDown;
        this.clock = clock;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(TakingDown.REMOVE, TakingDown.RELEASE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        Optional<Undertaking> left = Order.left(book, job);
        if (left.isEmpty()) {
            return new Step.Done();
        }
        Undertaking now = left.get();
        if (task.equals(TakingDown.REMOVE)) {
            takingDown.remove(now.copy(), job);
        } else {
            takingDown.release(now.copy(), job);
            book.change(now.id(), kept -> kept.over(FailoverState.CLEANED, clock.instant(), null));
        }
        return new Step.Done();
    }

    /** What is removed does not come back; it is to be cleaned up again. */
    @Override
    public Step undo(JobContext job) {
        return new Step.Done();
    }
}
