package secondsite.server.configuration;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same again and again, with a pause in between, as long as the server runs. A round that fails is logged, and the next one comes. */
final class Rounds implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Duration first;
    private final Duration pause;
    private final Runnable round;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Does nothing before it is started.
     *
     * @param name  of its thread, for the log
     * @param first pause before the first round
     * @param pause after each round
     */
    Rounds(String name, Duration first, Duration pause, Runnable round) {
        this.first = first;
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            Duration next = first;
            while (!closed.await(next.toMillis(), TimeUnit.MILLISECONDS)) {
                attempt();
                next = pause;
            }
        } catch (InterruptedException _) {
            LOG.debug("interrupted");
        }
    }

    private void attempt() {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.error("a round of {} failed, trying again", thread.getName(), e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(GRACE)) {
                LOG.warn("a round of {} goes on still; it breaks off", thread.getName());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
