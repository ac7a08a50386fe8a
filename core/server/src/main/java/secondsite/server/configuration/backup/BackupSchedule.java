package secondsite.server.configuration.backup;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.server.web.ProblemException;

/** Has backups made when it is time, as long as the server runs. */
@Singleton
public final class BackupSchedule implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);

    private final Backups backups;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("backup").unstarted(this::run);

    @Inject
    BackupSchedule(Backups backups) {
        this.backups = backups;
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
            backups.runWhenDue();
        } catch (ProblemException e) {
            LOG.debug("{}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("cannot see whether a backup is due, trying again", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(GRACE)) {
                LOG.warn("a backup is still being sent; it breaks off");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
