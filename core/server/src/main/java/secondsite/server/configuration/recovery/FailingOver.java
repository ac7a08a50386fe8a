package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.protection.Fencing;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;

/**
 * A failover in earnest, the same whether it was planned or not but for what becomes of the source. The copy starts only when it is durable
 * here that the source may not write; the source may write again only when the copy is gone.
 */
@Singleton
public final class FailingOver {

    static final String CHOOSE = "choose-point";

    private final FailoverBook book;
    private final ProtectionBook protections;
    private final Fencing fencing;
    private final BringingUp bringingUp;
    private final TakingDown takingDown;
    private final SourceShutDown source;
    private final SourceFence fence;
    private final InstantSource clock;

    @Inject
    FailingOver(FailoverBook book, ProtectionBook protections, Fencing fencing, BringingUp bringingUp,
            TakingDown takingDown, SourceShutDown source, SourceFence fence, InstantSource clock) {
        this.book = book;
        this.protections = protections;
        this.fencing = fencing;
        this.bringingUp = bringingUp;
        this.takingDown = takingDown;
        this.source = source;
        this.fence = fence;
        this.clock = clock;
    }

    Step step(String task, JobContext job) throws JobFailure {
        try {
            Undertaking now = Order.undertaking(book, job);
            return step(task, now, bringingUp.machine(now), job);
        } catch (JobFailure e) {
            throw Order.noted(job, e);
        }
    }

    private Step step(String task, Undertaking now, ProtectedMachine machine, JobContext job) throws JobFailure {
        return switch (task) {
            case BringingUp.CHECK -> check(now, machine, job);
            case SourceShutDown.TASK -> source.step(now, machine, job);
            case SourceFence.DRAIN -> fence.drain(machine, job);
            case SourceFence.FENCE -> fence.fence(machine, job);
            case CHOOSE -> {
                if (now.copy().specification() == null) {
                    bringingUp.choose(now, machine, SourceFence.drained(machine, job), job);
                } else {
                    bringingUp.measure(now, machine);
                }
                yield new Step.Done();
            }
            case BringingUp.START -> start(now, job);
            default -> bringingUp.step(task, now, job);
        };
    }

    /** A point in the past is kept at once: it must not be gone when the source has been shut down for it. */
    private Step check(Undertaking now, ProtectedMachine machine, JobContext job) throws JobFailure {
        bringingUp.check(now, machine);
        if (now.request().kind() == FailoverKind.PLANNED || now.copy().point().equals(PointChoice.LATEST)) {
            return new Step.Done();
        }
        bringingUp.choose(now, machine, Map.of(), job);
        return bringingUp.step(BringingUp.KEEP, Order.undertaking(book, job), job);
    }

    /** Also of a copy that is started anew from another point. */
    Step start(Undertaking now, JobContext job) throws JobFailure {
        Step step = bringingUp.step(BringingUp.START, now, job);
        if (step instanceof Step.Done) {
            protections.change(change -> {
                book.find(now.id()).ifPresent(kept -> book.put(change.transaction(), kept.pending(clock.instant())));
                fencing.up(change, now.machine());
                return null;
            });
        }
        return step;
    }

    /** A copy that runs is not given up with the job that looks after it: that is for who cancels the failover. */
    Step undo(JobContext job) throws JobFailure {
        Optional<Undertaking> left = Order.found(book, job).filter(now -> !now.state().over());
        if (left.filter(now -> now.state() == FailoverState.STARTING).isEmpty()) {
            return new Step.Done();
        }
        Undertaking now = left.get();
        takingDown.everything(now.copy(), job);
        Optional<ProtectedMachine> machine = protections.find(now.machine());
        machine.ifPresent(known -> source.withdraw(known, job));
        String failure = Order.failure(job);
        takeBack(now, failure == null ? FailoverState.CANCELLED : FailoverState.FAILED, failure);
        job.log("the copy is gone, and the source may write");
        return new Step.Done();
    }

    /** There is no copy any more. */
    void takeBack(Undertaking now, FailoverState state, String why) {
        protections.change(change -> {
            book.find(now.id()).ifPresent(
                    kept -> book.put(change.transaction(), kept.over(state, clock.instant(), why)));
            fencing.takenBack(change, now.machine());
            return null;
        });
    }
}
