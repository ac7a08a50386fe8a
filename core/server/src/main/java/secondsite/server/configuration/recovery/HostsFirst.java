package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.web.Peer;

/**
 * Lets jobs that speak to hosts go on after a start of this server when the hosts have reported: they may start with it, and be found at
 * another address than before. So nothing fails, and is tried again minutes later, that has only not begun yet.
 */
@Singleton
public final class HostsFirst {

    /** So long after a start of this server. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final FailoverBook book;
    private final Whereabouts whereabouts;
    private final LiveReports reports;

    @Inject
    HostsFirst(FailoverBook book, Whereabouts whereabouts, LiveReports reports) {
        this.book = book;
        this.whereabouts = whereabouts;
        this.reports = reports;
    }

    /** The same kind of job, which waits for its hosts. */
    public JobType before(JobType type) {
        return new Waiting(type);
    }

    /** Where the machine of a job is brought up, and where it ran until then. */
    private Stream<String> hosts(JobContext job) {
        Optional<Undertaking> now = Order.found(book, job);
        Optional<Undertaking.Copy> before = now.map(whereabouts::before)
                .orElseGet(() -> whereabouts.of(Kinds.machine(job.order().subject())));
        return Stream.concat(now.map(Undertaking::copy).stream(), before.stream())
                .map(Undertaking.Copy::masterTarget);
    }

    private boolean isAwaited(String masterTarget) {
        var peer = new Peer(Peer.Kind.MASTER_TARGET, masterTarget);
        return reports.lastHeard(peer).isEmpty() && reports.silence(peer).compareTo(PATIENCE) < 0;
    }

    private final class Waiting implements JobType {

        private final JobType type;

        Waiting(JobType type) {
            this.type = type;
        }

        private interface Doing {
            Step step() throws JobFailure;
        }

        private Step after(JobContext job, Doing doing) throws JobFailure {
            Optional<String> awaited = hosts(job).filter(HostsFirst.this::isAwaited).findFirst();
            return awaited.isPresent()
                    ? BringingUp.again("waiting for the master target " + awaited.get())
                    : doing.step();
        }

        @Override
        public String word() {
            return type.word();
        }

        @Override
        public List<String> tasks(JobOrder order) {
            return type.tasks(order);
        }

        @Override
        public Step step(String task, JobContext job) throws JobFailure {
            return after(job, () -> type.step(task, job));
        }

        @Override
        public Step undo(JobContext job) throws JobFailure {
            return after(job, () -> type.undo(job));
        }
    }
}
