package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.server.web.ProblemException;

/**
 * Commits or cancels failovers by itself that nobody decided about in the time that was allowed. A copy that does not work, as its probes
 * say, is not committed.
 */
@Singleton
public final class FailoverWatch implements AutoCloseable {

    private static final String NOBODY = "schedule";
    private static final long ROUND_MILLIS = 1000;
    private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(FailoverWatch.class);

    private final FailoverBook book;
    private final Failovers failovers;
    private final InstantSource clock;
    private final Map<UUID, Instant> tried = new HashMap<>();
    private final ScheduledExecutorService rounds = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("failovers").factory());

    @Inject
    FailoverWatch(FailoverBook book, Failovers failovers, InstantSource clock) {
        this.book = book;
        this.failovers = failovers;
        this.clock = clock;
    }

    public void start() {
        rounds.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void round() {
        Instant now = clock.instant();
        tried.keySet().removeIf(id -> book.open().stream().noneMatch(open -> open.id().equals(id)));
        book.open().stream().filter(open -> due(open, now)).forEach(open -> {
            tried.put(open.id(), now);
            end(open);
        });
    }

    private boolean due(Undertaking open, Instant now) {
        Instant last = tried.get(open.id());
        return open.state() == FailoverState.COMMIT_PENDING && open.until() != null && !now.isBefore(open.until())
                && !doubted(open)
                && (last == null || !now.isBefore(last.plus(BETWEEN_TRIES)));
    }

    /** What its probes say does not work is for people to decide about: a commit cannot be taken back. */
    private static boolean doubted(Undertaking open) {
        return open.request().afterwards() == FailoverRequest.Afterwards.COMMIT
                && Boolean.FALSE.equals(open.copy().works());
    }

    private void end(Undertaking open) {
        try {
            if (open.request().afterwards() == FailoverRequest.Afterwards.COMMIT) {
                failovers.commit(open.id(), NOBODY);
            } else {
                failovers.cancel(open.id(), NOBODY);
            }
        } catch (ProblemException e) {
            LOG.warn("the failover of {} is not ended by itself, tried again: {}", open.name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the failover of {} is not ended by itself, tried again", open.name(), e);
        }
    }

    @Override
    public void close() {
        rounds.shutdown();
        try {
            rounds.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
