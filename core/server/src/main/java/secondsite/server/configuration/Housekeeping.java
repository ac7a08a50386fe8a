package secondsite.server.configuration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.activity.job.KeptJobs;
import secondsite.server.configuration.alert.Alerts;
import secondsite.server.configuration.policy.ChurnMeter;
import secondsite.server.configuration.rest.Repeatable;

/** Forgets, now and then, what is kept for a time only, and writes down what is counted in memory. */
@Singleton
final class Housekeeping implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final List<Runnable> chores;
    private final ChurnMeter churn;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("housekeeping").unstarted(this::run);

    @Inject
    Housekeeping(KeptJobs jobs, EventLog events, Alerts alerts, Repeatable repeatable, ChurnMeter churn) {
        this.chores = List.of(jobs::prune, events::prune, alerts::prune, repeatable::prune, churn::write);
        this.churn = churn;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                chores.forEach(Housekeeping::attempt);
            } while (!closed.await(PAUSE.toSeconds(), TimeUnit.SECONDS));
            attempt(churn::write);
        } catch (InterruptedException _) {
            LOG.debug("interrupted");
        }
    }

    private static void attempt(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            LOG.error("cannot tidy up, trying again later", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(GRACE.toMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
