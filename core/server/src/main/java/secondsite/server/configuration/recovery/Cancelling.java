package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import secondsite.api.recovery.FailoverState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;

/** Removes the copy of an uncommitted failover; then, and not before, the source may write again, and replication goes on. */
@Singleton
public final class Cancelling implements JobType {

    static final String WORD = "cancel-failover";

    private static final String RELEASE_SOURCE = "release-source";
    private static final String AWAIT_SOURCE = "await-source";

    private final FailoverBook book;
    private final TakingDown takingDown;
    private final FailingOver failingOver;
    private final SourceFence fence;
    private final ProtectionBook protections;
    private final Whereabouts whereabouts;
    private final CopyHosts hosts;

    @Inject
    Cancelling(FailoverBook book, TakingDown takingDown, FailingOver failingOver, SourceFence fence,
            ProtectionBook protections, Whereabouts whereabouts, CopyHosts hosts) {
        this.book = book;
        this.takingDown = takingDown;
        this.failingOver = failingOver;
        this.fence = fence;
        this.protections = protections;
        this.whereabouts = whereabouts;
        this.hosts = hosts;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(TakingDown.REMOVE, TakingDown.RELEASE, RELEASE_SOURCE, AWAIT_SOURCE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        if (task.equals(AWAIT_SOURCE)) {
            Optional<ProtectedMachine> machine = Order.found(book, job)
                    .flatMap(over -> protections.find(over.machine()));
            return machine.isPresent() ? released(machine.get(), job) : new Step.Done();
        }
        Optional<Undertaking> left = Order.left(book, job);
        if (left.isEmpty()) {
            return new Step.Done();
        }
        Undertaking now = left.get();
        switch (task) {
            case TakingDown.REMOVE -> takingDown.remove(now.copy(), job);
            case TakingDown.RELEASE -> takingDown.release(now.copy(), job);
            default -> failingOver.takeBack(now, FailoverState.CANCELLED, null);
        }
        return new Step.Done();
    }

    /** What runs at a host is started there again; other machines are started by who shut them down. */
    private Step released(ProtectedMachine machine, JobContext job) throws JobFailure {
        Step step = fence.released(machine, job);
        Optional<Undertaking.Copy> there = whereabouts.of(machine.machine());
        if (step instanceof Step.Done && there.isPresent()) {
            hosts.ask(there.get().masterTarget(), host -> host.start(there.get().hosted()));
            job.log("the machine was started again at " + there.get().masterTarget());
        }
        return step;
    }

    /** What is removed does not come back; the failover is to be cancelled again. */
    @Override
    public Step undo(JobContext job) {
        return new Step.Done();
    }
}
