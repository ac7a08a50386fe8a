package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingProgress;
import secondsite.engine.ship.ShippingState;
import secondsite.engine.ship.Slice;
import secondsite.server.web.FreeSpace;
import secondsite.server.web.ProblemException;

/**
 * One disk on its way through this process server: answers its agent, and decides what becomes of its cache. That is opened anew after a
 * failure. It begins anew where the target ends when the target has more than it or misses what it no longer has, when its epoch was
 * fenced off, or when it is damaged: the agent is then told how far back that is, and sends again what it has still. What was received
 * before an epoch became the least one still goes to the target, which decides for itself whether it takes that.
 */
public final class GatewayDisk implements Closeable {

    private static final int RETRY_SECONDS = 2;
    private static final int MOST_SPARE_FILES = 4;
    private static final Logger LOG = LoggerFactory.getLogger(GatewayDisk.class);

    private final String name;
    private final CacheFolder folder;
    private final CacheOpening opening;
    private final CacheLimits limits;
    private final FreeSpace space;
    private volatile int leastEpoch = 1;
    /** Of slices that are being appended now. */
    private final AtomicLong pendingBytes = new AtomicLong();

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
        this.opening = new CacheOpening(folder, target, surroundings);
        this.limits = limits;
        this.space = new FreeSpace(folder.place(), limits.reserveBytes(), folder::freeBytes);
    }

    /** Opens a cache that is there already, so that what is in it is on its way without anybody asking. */
    public void resume() {
        try {
            if (folder.exists()) {
                opening.opened();
            }
        } catch (IOException | InterruptedException | ProblemException e) {
            LOG.warn("{}: the cache cannot be opened yet: {}", name, e.getMessage());
        }
    }

    /** Records of an older epoch are refused from now on. */
    void leastEpoch(int epoch) {
        leastEpoch = epoch;
    }

    /** Takes a slice from the agent. */
    public Answer take(Slice slice) throws IOException, InterruptedException {
        int least = leastEpoch;
        if (slice.batches().stream().anyMatch(batch -> batch.epoch() < least)) {
            return new Answer.StaleEpoch(least);
        }
        CacheOfDisk open = opening.opened();
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
            opening.giveUp(open, e);
            throw e;
        } finally {
            pendingBytes.addAndGet(-bytes);
        }
    }

    /** How far everything is durable; of a disk that was failed over, with the epoch that has begun. */
    public Position position() throws IOException, InterruptedException {
        CacheOfDisk open = usable(opening.opened());
        Position position = open.position();
        int fenced = open.progress().state() instanceof ShippingState.Fenced by ? by.receiverEpoch() : 0;
        return new Position(Math.max(Math.max(fenced, leastEpoch), position.epoch()), position.gatewaySequence(),
                position.targetSequence());
    }

    /** How it goes; empty while nothing was received yet. */
    public Optional<ShippingProgress> progress() {
        return opening.current().map(CacheOfDisk::progress);
    }

    public long bytes() {
        return opening.current().map(CacheOfDisk::bytes).orElse(0L);
    }

    private Optional<Answer> fenced(CacheOfDisk open, Slice slice) throws IOException, InterruptedException {
        if (!(open.progress().state() instanceof ShippingState.Fenced fenced)) {
            return Optional.empty();
        }
        if (slice.epoch() < fenced.receiverEpoch()) {
            return Optional.of(new Answer.StaleEpoch(fenced.receiverEpoch()));
        }
        LOG.warn("{}: epoch {} has begun; what the cache holds of older ones is given up", name, slice.epoch());
        opening.beginAnew(open);
        return Optional.empty();
    }

    /** The cache itself, or a new one where that one cannot go on. */
    private CacheOfDisk usable(CacheOfDisk open) throws IOException, InterruptedException {
        return switch (open.progress().state()) {
            case ShippingState.ReceiverAhead ahead -> {
                LOG.warn("{}: the target has record {}, the cache ends at {}; it begins anew", name,
                        ahead.receiverSequence(), ahead.lastSequence());
                yield opening.beginAnew(open);
            }
            case ShippingState.SourceFailed failed when failed.damaged() -> {
                LOG.error("{}: the cache is damaged; what of it the target has not must come from the agent again: {}",
                        name,
                        failed.reason());
                yield opening.beginAnew(open);
            }
            case ShippingState.SourceFailed failed -> opening.openAnew(open, failed.reason());
            case ShippingState.ReceiverTooFarBehind behind -> {
                LOG.error(
                        "{}: the target misses records from {} on, which no longer are here (from {} on); the cache is of "
                                + "no use to it and begins anew. Where the agent does not have them either, the disk is compared",
                        name, behind.expectedSequence(), behind.firstSequence());
                yield opening.beginAnew(open);
            }
            case ShippingState.EpochOver over -> {
                LOG.warn(
                        "{}: the target takes nothing that was written before epoch {}; what the cache holds from record {} "
                                + "on is given up",
                        name, over.receiverEpoch(), over.expectedSequence());
                yield opening.beginAnew(open);
            }
            default -> opening.opened();
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

    /** Whether it has ended: nothing was left that the target could still take. From then on nothing is received. */
    boolean closeIfDrained() throws IOException {
        return opening.closeIfDrained();
    }

    /** Records that the target does not have yet, as far as is known. */
    long recordsLeft() {
        return opening.current().map(CacheOfDisk::recordsLeft).orElse(0L);
    }

    @Override
    public void close() {
        opening.close();
    }
}
