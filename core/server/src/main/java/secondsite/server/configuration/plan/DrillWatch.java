package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, as long as the server runs, whether a plan is to be tested. */
@Singleton
public final class DrillWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(DrillWatch.class);

    private final Drills drills;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("drills").unstarted(this::run);

    @Inject
    DrillWatch(Drills drills) {
        this.drills = drills;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(PAUSE.toSeconds(), TimeUnit.SECONDS)) {
                attempt();
            }
        } catch (InterruptedException _) {
            LOG.debug("interrupted");
        }
    }

    private void attempt() {
        try {
            drills.runWhenDue();
        } catch (RuntimeException e) {
            LOG.error("cannot see whether a plan is to be tested, trying again", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(GRACE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
