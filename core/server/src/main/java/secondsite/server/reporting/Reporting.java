package secondsite.server.reporting;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;

/**
 * Reports to the configuration server when that is due, for as long as the program runs. After an error it tries again after a second,
 * twice as long each time up to a minute. All waits differ a little at random, so that many servers do not come at once. The log hears
 * when it no longer works, and when it does again.
 */
public final class Reporting implements Closeable {

    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final double JITTER = 0.1;
    private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);

    /** One report: sends it and carries out what the answer says. */
    public interface Turn {

        /** So soon the configuration server hears that something was carried out. */
        long SOON_MILLIS = 1000;

        /** @return in how many milliseconds the next one is due */
        long report() throws IOException;
    }

    private final String who;
    private final Turn turn;
    private final AutoCloseable line;
    private final RandomGenerator random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Duration retry = FIRST_RETRY;
    private Optional<String> trouble = Optional.empty();

    /**
     * Begins at once.
     *
     * @param who  reports, for people
     * @param line closed at the end, so that a report under way ends
     */
    public Reporting(String who, Turn turn, AutoCloseable line, RandomGenerator random) {
        this.who = who;
        this.turn = turn;
        this.line = line;
        this.random = random;
        this.thread = Thread.ofVirtual().name("reports of " + who).start(this::run);
    }

    private void run() {
        try {
            Duration wait = Duration.ZERO;
            while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = jittered(turn());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration jittered(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * (1 + JITTER * (random.nextDouble() * 2 - 1))));
    }

    /** @return how long to wait for the next one */
    private Duration turn() {
        try {
            Duration next = Duration.ofMillis(turn.report());
            trouble.ifPresent(_ -> LOG.info("{}: the configuration server answers again", who));
            trouble = Optional.empty();
            retry = FIRST_RETRY;
            return next.compareTo(LEAST) < 0 ? LEAST : next.compareTo(MOST) > 0 ? MOST : next;
        } catch (IOException | RuntimeException e) {
            tell(e);
            Duration now = retry;
            Duration twice = retry.multipliedBy(2);
            retry = twice.compareTo(LAST_RETRY) < 0 ? twice : LAST_RETRY;
            return now;
        }
    }

    private void tell(Exception e) {
        String what = said(e);
        if (closed.getCount() > 0 && !trouble.equals(Optional.of(what))) {
            trouble = Optional.of(what);
            LOG.warn("{} cannot report to the configuration server: {}. What was assigned before goes on; it is tried "
                    + "again and again", who, what);
        }
    }

    private static String said(Exception e) {
        boolean stranger = e instanceof TransferException.Refused refused && refused.code() == ProblemCode.UNKNOWN_PEER;
        return stranger
                ? e.getMessage()
                        + " (if this program is to belong to the deployment again, move its certificate and key "
                        + "away and let it join with a one-time token)"
                : String.valueOf(e.getMessage());
    }

    /** Waits for a report under way, which is broken off where it can be. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        try {
            line.close();
        } catch (Exception e) {
            LOG.debug("closing the line of {}", who, e);
        }
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
