package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.engine.journal.Journal;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingState;
import secondsite.server.web.ProblemException;

/**
 * Opens the cache of one disk: when it is needed first, anew after a failure but not again and again, from its beginning where the old
 * one is of no use any more; and ends it for good. One of these at a time.
 */
final class CacheOpening implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RETRY_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(CacheOpening.class);

    private final String name;
    private final CacheFolder folder;
    private final Receiver target;
    private final CacheOfDisk.Surroundings surroundings;
    private final ReopeningPause pause;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile CacheOfDisk cache;
    private volatile boolean closed;

    CacheOpening(CacheFolder folder, Receiver target, CacheOfDisk.Surroundings surroundings) {
        this.name = "disk " + folder.identity().disk();
        this.folder = folder;
        this.target = target;
        this.surroundings = surroundings;
        this.pause = new ReopeningPause(surroundings.time());
    }

    /** The cache if it is open. */
    Optional<CacheOfDisk> current() {
        return Optional.ofNullable(cache);
    }

    /** The cache, opened if it is not. */
    CacheOfDisk opened() throws IOException, InterruptedException {
        CacheOfDisk open = cache;
        return open != null ? open : locked(() -> cache != null ? cache : openAgain());
    }

    private CacheOfDisk openAgain() throws IOException {
        checkPause();
        return openNow();
    }

    /** A device that cannot be read is not asked again and again. */
    private void checkPause() {
        int seconds = pause.secondsLeft();
        if (seconds > 0) {
            throw new ProblemException(Problem.of(ProblemCode.UNAVAILABLE, name + ": the cache cannot be read ("
                    + pause.reason() + "); it is opened again in " + seconds
                    + " seconds. Nothing is lost; if this goes on, look after the device of " + folder.place())
                    .retryAfter(seconds));
        }
    }

    private CacheOfDisk openNow() throws IOException {
        try {
            Journal journal = folder.exists() ? folder.open() : folder.begin(targetPosition());
            cache = new CacheOfDisk(journal, target, surroundings);
        } catch (DamagedException e) {
            LOG.error("{}: the cache is damaged and begins anew: {}", name, e.getMessage());
            Position end = targetPosition();
            folder.clear();
            cache = new CacheOfDisk(folder.begin(end), target, surroundings);
        } catch (IOException e) {
            pause.failed(String.valueOf(e.getMessage()));
            throw e;
        }
        return cache;
    }

    /** A new cache from where the target ends, unless somebody else has replaced this one already. */
    CacheOfDisk beginAnew(CacheOfDisk old) throws IOException, InterruptedException {
        return locked(() -> {
            if (cache == old) {
                Position end = targetPosition();
                shut(old);
                folder.clear();
                cache = new CacheOfDisk(folder.begin(end), target, surroundings);
            }
            return cache != null ? cache : openNow();
        });
    }

    /** The same cache, read anew. */
    CacheOfDisk openAnew(CacheOfDisk old, String why) throws IOException, InterruptedException {
        return locked(() -> {
            if (cache == old) {
                checkPause();
                pause.failed(why);
                LOG.warn("{}: the cache cannot be read and is opened anew: {}", name, why);
                shut(old);
            }
            return cache != null ? cache : openNow();
        });
    }

    /** After a failure to write nothing is known of the cache but what is on disk: it is read anew when it is needed next. */
    void giveUp(CacheOfDisk failed, IOException why) throws IOException, InterruptedException {
        if (failed.failed()) {
            LOG.warn("{}: the cache cannot be written and is opened anew: {}", name, why.getMessage());
            locked(() -> {
                if (cache == failed) {
                    shut(failed);
                }
                return null;
            });
        }
    }

    private void shut(CacheOfDisk open) {
        cache = null;
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("{}: closing the cache: {}", name, e.getMessage());
        }
    }

    private Position targetPosition() {
        return switch (target.position()) {
            case Answer.Accepted accepted -> accepted.position();
            case Answer.Refused refused -> throw new ProblemException(ProblemCode.CONFLICT,
                    name + ": the target refuses: " + refused.reason());
            case Answer.StaleEpoch stale -> throw new ProblemException(
                    Problem.staleEpoch(stale.receiverEpoch(), name + ": this disk has been failed over"));
            case Answer.Busy busy -> throw unreachable(busy.reason());
            case Answer.Unavailable unavailable -> throw unreachable(unavailable.reason());
            case Answer.Gap _ -> throw unreachable("it answered nonsense");
        };
    }

    private ProblemException unreachable(String reason) {
        return new ProblemException(Problem.of(ProblemCode.UNREACHABLE,
                name + ": nothing is cached yet, and the target does not say where to begin: " + reason));
    }

    private interface Work {
        CacheOfDisk result() throws IOException;
    }

    private CacheOfDisk locked(Work work) throws IOException, InterruptedException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ProblemException(Problem.of(ProblemCode.UNAVAILABLE, name + ": the cache is being opened")
                    .retryAfter(RETRY_SECONDS));
        }
        try {
            if (closed) {
                throw new ProblemException(Problem.of(ProblemCode.UNAVAILABLE,
                        name + ": the process server is stopping, or the disk's way has changed")
                        .retryAfter(RETRY_SECONDS));
            }
            return work.result();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the cache for good when nothing is in it that the target could still take. What is being appended meanwhile is either taken,
     * and seen here, or fails.
     *
     * @return whether it is closed
     */
    boolean closeIfDrained() throws IOException {
        lock.lock();
        try {
            CacheOfDisk open = cache;
            if (closed || open == null && !folder.exists()) {
                closed = true;
                return true;
            }
            if (open == null) {
                if (pause.secondsLeft() == 0) {
                    openNow();
                }
                return false;
            }
            if (open.progress().state() instanceof ShippingState.SourceFailed failed) {
                pause.failed(failed.reason());
                shut(open);
                return false;
            }
            if (!over(open)) {
                return false;
            }
            shut(open);
            if (!over(open)) {
                openNow();
                return false;
            }
            closed = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static boolean over(CacheOfDisk open) {
        return switch (open.progress().state()) {
            case ShippingState.ReceiverAhead _ -> true;
            case ShippingState.Fenced _,ShippingState.EpochOver _ -> true;
            default -> open.recordsLeft() == 0;
        };
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (cache != null) {
                shut(cache);
            }
        } finally {
            lock.unlock();
        }
    }
}
