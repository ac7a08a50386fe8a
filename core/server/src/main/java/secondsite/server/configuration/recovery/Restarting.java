package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import secondsite.api.activity.ErrorCode;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Starts a copy that was brought up and does not run any more, with its disks as they are. */
@Singleton
public final class Restarting implements JobType {

    static final String WORD = "start-copy";

    private static final Duration SOON = Duration.ofSeconds(1);

    private final FailoverBook book;
    private final CopyHosts hosts;

    @Inject
    Restarting(FailoverBook book, CopyHosts hosts) {
        this.book = book;
        this.hosts = hosts;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(BringingUp.START);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        Optional<Undertaking.Copy> copy = Order.found(book, job).map(Undertaking::copy);
        return copy.isPresent() ? start(copy.get()) : new Step.Done();
    }

    /** Tried once: while this job is not over, nothing else can be done about the machine. */
    private MachineStatus ask(Undertaking.Copy copy) throws JobFailure {
        try {
            return hosts.ask(copy.masterTarget(), host -> {
                MachineStatus started = host.start(copy.hosted());
                return started.state() == MachineState.PAUSED ? host.resume(copy.hosted()) : started;
            });
        } catch (JobFailure e) {
            throw JobFailure.forGood(e.code(), e.getMessage());
        }
    }

    private Step start(Undertaking.Copy copy) throws JobFailure {
        MachineStatus status = ask(copy);
        return switch (status.state()) {
            case RUNNING -> new Step.Done();
            case STARTING, MADE -> new Step.Again(null, SOON);
            case PAUSED, SHUT_DOWN, FAILED -> throw JobFailure.forGood(ErrorCode.HOST_REFUSED,
                    "the copy is " + status.state() + " after its start: " + status.reason());
        };
    }

    /** What was started runs on. */
    @Override
    public Step undo(JobContext job) {
        return new Step.Done();
    }
}
