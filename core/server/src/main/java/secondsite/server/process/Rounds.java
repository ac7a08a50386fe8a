package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does again and again what is due from time to time, in a thread of its own. */
final class Rounds implements Closeable {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /** Something that is looked after. */
    interface Look {
        void look() throws IOException;
    }

    private final Look[] looks;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("process server rounds").unstarted(this::run);

    Rounds(Look... looks) {
        this.looks = looks;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                for (Look each : looks) {
                    look(each);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Look each) {
        try {
            each.look();
        } catch (IOException | RuntimeException e) {
            LOG.warn("a round: {}; it is done again in {} s", e.getMessage(), EVERY.toSeconds());
        }
    }

    /** Waits for a round that is under way. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
