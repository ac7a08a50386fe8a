package secondsite.server.configuration.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges everything again every few seconds, as long as the server runs. */
@Singleton
public final class HealthWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final HealthRound round;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("health").unstarted(this::run);

    @Inject
    HealthWatch(HealthRound round) {
        this.round = round;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                attempt();
            } while (!closed.await(PAUSE.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            LOG.debug("interrupted");
        }
    }

    private void attempt() {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.error("cannot judge how machines and servers are, trying again", e);
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
