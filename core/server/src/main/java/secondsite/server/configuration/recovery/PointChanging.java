package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import secondsite.api.recovery.FailoverState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/**
 * Starts a failed-over machine anew from another point. Whether there is that point is looked at before the copy is removed; when the new
 * one cannot be brought up nothing runs, and another point can be chosen, or the failover cancelled.
 */
@Singleton
public final class PointChanging implements JobType {

    static final String WORD = "change-point";

    private static final String REMOVING = "removing";

    private final FailoverBook book;
    private final BringingUp bringingUp;
    private final TakingDown takingDown;
    private final FailingOver failingOver;

    @Inject
    PointChanging(FailoverBook book, BringingUp bringingUp, TakingDown takingDown, FailingOver failingOver) {
        this.book = book;
        this.bringingUp = bringingUp;
        this.takingDown = takingDown;
        this.failingOver = failingOver;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return Order.tasks(BringingUp.CHECK, TakingDown.REMOVE, TakingDown.RELEASE, FailingOver.CHOOSE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        Undertaking now = Order.undertaking(book, job);
        switch (task) {
            case BringingUp.CHECK ->
                bringingUp.check(now.with(fresh(now, job)), bringingUp.machine(now), freed(now.copy()));
            case TakingDown.REMOVE -> {
                job.remember(REMOVING, "begun");
                takingDown.remove(now.copy(), job);
            }
            case TakingDown.RELEASE -> {
                takingDown.release(now.copy(), job);
                book.change(now.id(), kept -> kept.with(fresh(kept, job)));
            }
            case FailingOver.CHOOSE -> bringingUp.choose(now, bringingUp.machine(now), Map.of(), job);
            case BringingUp.START -> {
                return failingOver.start(now, job);
            }
            default -> {
                return bringingUp.step(task, now, job);
            }
        }
        return new Step.Done();
    }

    /** The copy goes before the next one is started, so its memory need not be there twice. */
    private static long freed(Undertaking.Copy copy) {
        return copy.specification() == null ? 0 : (long) copy.specification().memoryMebibytes() << 20;
    }

    private static Undertaking.Copy fresh(Undertaking now, JobContext job) {
        return Undertaking.Copy.of(now.copy().masterTarget(), Order.point(job));
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        Optional<Undertaking> changing = Order.found(book, job)
                .filter(now -> now.state() == FailoverState.CHANGING);
        if (changing.isEmpty()) {
            return new Step.Done();
        }
        Undertaking now = changing.get();
        if (job.remembered(REMOVING).isEmpty()) {
            book.change(now.id(), kept -> kept.in(FailoverState.COMMIT_PENDING));
        } else {
            takingDown.everything(now.copy(), job);
            book.change(now.id(), kept -> kept.with(fresh(kept, job)));
        }
        return new Step.Done();
    }
}
