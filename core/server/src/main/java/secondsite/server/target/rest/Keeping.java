package secondsite.server.target.rest;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.server.target.ClockGuard;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.Retention;
import secondsite.server.target.RetentionPolicy;
import secondsite.server.target.RetentionReport;
import secondsite.server.target.keeping.Deletions;
import secondsite.server.target.keeping.KeptExports;
import secondsite.server.target.past.PastExports;

/**
 * What has to be done again and again: the past is kept as the policy says, what was to be deleted is, and exports end when their time is
 * over.
 */
final class Keeping implements AutoCloseable {

    private static final int ROUND_MINUTES = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private final ReplicaStore store;
    private final Served served;
    private final Deletions deletions;
    private final Wanted wanted;
    private final Function<UUID, RetentionPolicy> policies;
    private final ClockGuard guard;
    private final InstantSource clock;
    private final Map<Replica, Retention> retentions = new HashMap<>();
    private final ScheduledExecutorService rounds = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("keeping").factory());

    /** What is served of the past. */
    record Served(PastExports exports, KeptExports kept) {}

    /** Says again what was assigned. */
    interface Wanted {
        void again() throws IOException;
    }

    /** @param policies what is in force for a disk */
    Keeping(ReplicaStore store, Served served, Deletions deletions, Wanted wanted,
            Function<UUID, RetentionPolicy> policies, ClockGuard guard, InstantSource clock) {
        this.store = store;
        this.served = served;
        this.deletions = deletions;
        this.wanted = wanted;
        this.policies = policies;
        this.guard = guard;
        this.clock = clock;
    }

    void start() {
        rounds.scheduleWithFixedDelay(this::round, ROUND_MINUTES, ROUND_MINUTES, TimeUnit.MINUTES);
    }

    /** What is due now; by itself every minute. */
    synchronized void round() {
        attempt("ending exports", served.exports()::expire);
        attempt("exports of machines", served.kept()::serveAll);
        attempt("retention as assigned", wanted::again);
        attempt("deletions", deletions::run);
        // One that was opened anew after a failure is another object.
        retentions.keySet().retainAll(store.replicas());
        for (Replica replica : store.replicas()) {
            keep(replica);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void attempt(String what, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: {}", what, e.getMessage());
        }
    }

    private void keep(Replica replica) {
        String disk = "disk " + replica.identity().disk();
        try {
            Retention retention = retentions.get(replica);
            if (retention == null) {
                retention = new Retention(replica, guard, clock);
                retentions.put(replica, retention);
            }
            RetentionReport report = retention.run(policies.apply(replica.identity().disk()));
            report.frozen().ifPresent(why -> LOG.warn("{}: nothing expires: {}", disk, why));
            report.alarm().ifPresent(alarm -> LOG.warn("{}: {}", disk, alarm));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: retention: {}", disk, e.getMessage());
        }
    }

    /** Waits for the round under way to end. Never an interrupt: it could hit a replica that is being written. */
    @Override
    public void close() {
        rounds.shutdown();
        try {
            rounds.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
