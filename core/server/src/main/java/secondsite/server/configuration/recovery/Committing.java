package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import secondsite.api.host.MoveProgress;
import secondsite.api.recovery.FailoverState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.protection.Fencing;
import secondsite.server.configuration.protection.ProtectionBook;

/**
 * Makes a copy the machine: its disks are copied until they stand alone, while it runs, and then the point that it came from is let go. Taken
 * back before that, nothing has changed.
 */
@Singleton
public final class Committing implements JobType {

    static final String WORD = "commit-failover";

    private static final String DETACH = "detach-disks";
    private static final String RELEASING = "releasing";

    private final FailoverBook book;
    private final ProtectionBook protections;
    private final Fencing fencing;
    private final CopyHosts hosts;
    private final TakingDown takingDown;
    private final Whereabouts whereabouts;
    private final InstantSource clock;

    @Inject
    Committing(FailoverBook book, ProtectionBook protections, Fencing fencing, CopyHosts hosts, TakingDown takingDown,
            Whereabouts whereabouts, InstantSource clock) {
        this.book = book;
        this.protections = protections;
        this.fencing = fencing;
        this.hosts = hosts;
        this.takingDown = takingDown;
        this.whereabouts = whereabouts;
        this.clock = clock;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(DETACH, TakingDown.RELEASE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        Optional<Undertaking> left = Order.left(book, job);
        if (left.isEmpty()) {
            return new Step.Done();
        }
        return task.equals(DETACH)
                ? DiskMoves.step(left.get().copy(), disk -> detached(left.get(), disk))
                : release(left.get(), job);
    }

    /** The machine runs and is wanted: whatever stands in the way is tried again until a person has removed it. */
    private MoveProgress detached(Undertaking now, Undertaking.Disk disk) throws JobFailure {
        try {
            return hosts.ask(now.copy().masterTarget(), host -> host.detach(now.copy().hosted(), disk.name(), 0));
        } catch (JobFailure e) {
            throw JobFailure.recoverable(e.code(), e.getMessage());
        }
    }

    private Step release(Undertaking now, JobContext job) throws JobFailure {
        job.remember(RELEASING, "begun");
        takingDown.release(now.copy(), job);
        Optional<Undertaking.Copy> before = whereabouts.before(now);
        if (before.isPresent()) {
            forget(before.get(), job);
        }
        protections.change(change -> {
            book.find(now.id()).ifPresent(
                    kept -> book.put(change.transaction(), kept.over(FailoverState.COMMITTED, clock.instant(), null)));
            fencing.committed(change, now.machine());
            return null;
        });
        return new Step.Done();
    }

    /** It is off, and its disks are the agent's that serves them. A host that cannot be reached is no reason to wait. */
    private void forget(Undertaking.Copy before, JobContext job) {
        try {
            hosts.ask(before.masterTarget(), host -> {
                host.remove(before.hosted());
                return before;
            });
            job.log("the machine is removed from " + before.masterTarget() + ", where it ran before");
        } catch (JobFailure e) {
            job.log("the machine could not be removed from " + before.masterTarget() + ", where it ran before and must"
                    + " not be started again: " + e.getMessage());
        }
    }

    /** What was let go does not come back: such a failover is to be committed again. */
    @Override
    public Step undo(JobContext job) {
        if (job.remembered(RELEASING).isEmpty()) {
            Order.found(book, job).filter(now -> now.state() == FailoverState.COMMITTING)
                    .ifPresent(now -> book.change(now.id(), kept -> kept.in(FailoverState.COMMIT_PENDING)));
        }
        return new Step.Done();
    }
}
