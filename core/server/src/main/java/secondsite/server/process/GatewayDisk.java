package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingProgress;
import secondsite.engine.ship.ShippingState;
import secondsite.engine.ship.Slice;
import secondsite.server.web.FreeSpace;
import secondsite.server.web.ProblemException;

/**
 * One disk on its way through this process server: keeps its cache open, and decides what becomes of it. It is opened anew after a
 * failure. It begins anew where the target ends when the target has more than it, when its epoch was fenced off, or when it is
 * damaged: the agent is then told how far back that is, and sends again what it has still.
 */
public final class GatewayDisk implements Closeable {

    private static final Duration OPENING = Duration.ofSeconds(10);
    private static final int RETRY_SECONDS = 2;
    private static final int MOST_SPARE_FILES = 4;
    private static final Logger LOG = LoggerFactory.getLogger(GatewayDisk.class);

    private final String name;
    private final CacheFolder folder;
    private final Receiver target;
    private final CacheOfDisk.Surroundings surroundings;
    private final CacheLimits limits;
    private final FreeSpace space;
    private final ReentrantLock lock = new ReentrantLock();
    /** Of slices that are being appended now. */
    private final AtomicLong pendingBytes = new AtomicLong();
    private final ReopeningPause pause;
    private volatile CacheOfDisk cache;
    private volatile boolean closed;

    /**
     * @param limitBytes   most bytes of the cache
     * @param reserveBytes space that is always left free where it lies
     */
    public record CacheLimits(long limitBytes, long reserveBytes) {

        /** Files of records that the target has are written over; such as wait for it take an eighth of the limit at most. */
        public JournalSettings journal(long segmentBytes) {
            var plain = new JournalSettings(segmentBytes);
            int spare = (int) Math.min(MOST_SPARE_FILES, spareBytes() / segmentBytes);
            return new JournalSettings(segmentBytes, spare, plain.unsealedSegments());
        }

        long spareBytes() {
            return limitBytes / 8;
        }
    }

    public GatewayDisk(CacheFolder folder, Receiver target, CacheOfDisk.Surroundings surroundings, CacheLimits limits) {
        this.name = "disk " + folder.identity().disk();
        this.folder = folder;
        this.target = target;
        this.surroundings = surroundings;
        this.limits = limits;
        this.pause = new ReopeningPause(surroundings.time());
        this.space = new FreeSpace(folder.place(), limits.reserveBytes(), folder::freeBytes);
    }

    /** Opens a cache that is there already, so that what is in it is on its way without anybody asking. */
    public void resume() {
        try {
            if (folder.exists()) {
                open();
            }
        } catch (IOException | InterruptedException | ProblemException e) {
            LOG.warn("{}: the cache cannot be opened yet: {}", name, e.getMessage());
        }
    }

    /** Takes a slice from the agent. */
    public Answer take(Slice slice) throws IOException, InterruptedException {
        CacheOfDisk open = open();
        Optional<Answer> fenced = fenced(open, slice);
        if (fenced.isPresent()) {
            return fenced.get();
        }
        open = usable(open);
        int bytes = slice.bytes();
        try {
            checkRoom(open, pendingBytes.addAndGet(bytes));
            return open.take(slice);
        } catch (IOException e) {
            giveUp(open, e);
            throw e;
        } finally {
            pendingBytes.addAndGet(-bytes);
        }
    }

    /** How far everything is durable; of a disk that was failed over, with the epoch that has begun. */
    public Position position() throws IOException, InterruptedException {
        CacheOfDisk open = usable(open());
        Position position = open.position();
        return open.progress().state() instanceof ShippingState.Fenced fenced
                ? new Position(fenced.receiverEpoch(), position.gatewaySequence(), position.targetSequence())
                : position;
    }

    /** How it goes; empty while nothing was received yet. */
    public Optional<ShippingProgress> progress() {
        return Optional.ofNullable(cache).map(CacheOfDisk::progress);
    }

    public long bytes() {
        CacheOfDisk open = cache;
        return open == null ? 0 : open.bytes();
    }

    private Optional<Answer> fenced(CacheOfDisk open, Slice slice) throws IOException, InterruptedException {
        if (!(open.progress().state() instanceof ShippingState.Fenced fenced)) {
            return Optional.empty();
        }
        if (slice.epoch() < fenced.receiverEpoch()) {
            return Optional.of(new Answer.StaleEpoch(fenced.receiverEpoch()));
        }
        LOG.warn("{}: epoch {} has begun; what the cache holds of older ones is given up", name, slice.epoch());
        beginAnew(open);
        return Optional.empty();
    }

    /** The cache itself, or a new one where that one cannot go on. */
    private CacheOfDisk usable(CacheOfDisk open) throws IOException, InterruptedException {
        return switch (open.progress().state()) {
            case ShippingState.ReceiverAhead ahead -> {
                LOG.warn("{}: the target has record {}, the cache ends at {}; it begins anew", name,
                        ahead.receiverSequence(), ahead.lastSequence());
                yield beginAnew(open);
            }
            case ShippingState.SourceFailed failed when failed.damaged() -> {
                LOG.error("{}: the cache is damaged; what of it the target has not must come from the agent again: {}",
                        name,
                        failed.reason());
                yield beginAnew(open);
            }
            case ShippingState.SourceFailed failed -> openAnew(open, failed.reason());
            case ShippingState.ReceiverTooFarBehind behind -> throw new ProblemException(ProblemCode.CONFLICT, name
                    + ": the target misses records from " + behind.expectedSequence()
                    + " on, which no longer are here (from "
                    + behind.firstSequence() + " on); the disk has to be copied or compared again");
            default -> cache == null ? open() : cache;
        };
    }

    private void checkRoom(CacheOfDisk open, long bytes) throws IOException {
        if (full(open, bytes + limits.spareBytes())) {
            open.deleteSpares();
        }
        if (full(open, bytes) || !space.fits(bytes)) {
            open.makeRoom();
        }
        if (full(open, bytes)) {
            throw new ProblemException(Problem.of(ProblemCode.BUSY, name + ": the cache is full ("
                    + limits.limitBytes() + " bytes); it empties as the target takes records")
                    .retryAfter(RETRY_SECONDS));
        }
        space.check(bytes);
    }

    private boolean full(CacheOfDisk open, long bytes) {
        return open.bytes() + bytes > limits.limitBytes();
    }

    private CacheOfDisk open() throws IOException, InterruptedException {
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
            long first = folder.exists() ? 1 : targetEnd() + 1;
            cache = new CacheOfDisk(folder.open(first), target, surroundings);
        } catch (DamagedException e) {
            LOG.error("{}: the cache is damaged and begins anew: {}", name, e.getMessage());
            long end = targetEnd();
            folder.clear();
            cache = new CacheOfDisk(folder.open(end + 1), target, surroundings);
        } catch (IOException e) {
            pause.failed(String.valueOf(e.getMessage()));
            throw e;
        }
        return cache;
    }

    private CacheOfDisk beginAnew(CacheOfDisk old) throws IOException, InterruptedException {
        return locked(() -> {
            if (cache == old) {
                long end = targetEnd();
                shut(old);
                folder.clear();
                cache = new CacheOfDisk(folder.open(end + 1), target, surroundings);
            }
            return cache != null ? cache : openNow();
        });
    }

    private CacheOfDisk openAnew(CacheOfDisk old, String why) throws IOException, InterruptedException {
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
    private void giveUp(CacheOfDisk failed, IOException why) throws IOException, InterruptedException {
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

    private long targetEnd() {
        return switch (target.position()) {
            case Answer.Accepted accepted -> accepted.position().gatewaySequence();
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
        if (!lock.tryLock(OPENING.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ProblemException(Problem.of(ProblemCode.UNAVAILABLE, name + ": the cache is being opened")
                    .retryAfter(RETRY_SECONDS));
        }
        try {
            if (closed) {
                throw new ProblemException(Problem.of(ProblemCode.UNAVAILABLE, "the process server is stopping")
                        .retryAfter(RETRY_SECONDS));
            }
            return work.result();
        } finally {
            lock.unlock();
        }
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
