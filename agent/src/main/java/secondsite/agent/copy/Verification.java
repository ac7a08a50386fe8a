package secondsite.agent.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.Situation;
import secondsite.api.client.TransferException;
import secondsite.api.machine.DiskVerification;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Extent;
import secondsite.engine.ship.Bandwidth;

/**
 * Compares a whole disk with its replica, and sends nothing. The disk is written meanwhile, and the replica is behind it, so that what
 * differs at first is only suspected:
 *
 * <ol>
 * <li>all of the disk is compared with the newest state of the replica, in large blocks;
 * <li>what differed is compared once more, when the replica has all that was written before;
 * <li>what differed again is read while no write passes, and compared with the replica as it was after exactly the record that was the last
 * one then: whatever differs now differs;
 * <li>and the same again, at a later record. Only what differs both times is reported.
 * </ol>
 *
 * No amount of writing makes a false alarm, since the last two compare two states that must be equal; and what lasts is found, since it
 * differs each time. The replica reads its data for each answer. For one thread; after a break it goes on where it was.
 */
public final class Verification {

    private static final int LARGE_BYTES = 64 << 10;
    private static final int SMALL_BYTES = 4 << 10;
    private static final int READ_BYTES = 256 << 10;
    /** The most that is read in one go while no write passes. */
    private static final int HELD_BYTES = 64 << 10;
    /** So many pieces wait together for the replica to have their records. */
    private static final int TOGETHER = 64;
    /** With more suspects than this, they are looked at before anything else is. */
    private static final int MOST_SUSPECTS = 4096;
    /** What holds no data costs a sixteenth: it is not read from the disk, and yet its checksums are computed. */
    private static final int EMPTY_SHARE = 16;
    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);
    private static final long FIRST_POLL_NANOS = Duration.ofMillis(10).toNanos();
    private static final long LAST_POLL_NANOS = Duration.ofMillis(200).toNanos();

    private final Capture capture;
    private final ReadingTarget target;
    private final CopyMeans means;
    private final Bandwidth reading;
    private final Runnable logged;
    private final ProgressMeter meter;
    private final Patience patience;
    private final RangeLength length = new RangeLength();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private BlockHash hash = new BlockHash(0);
    private Suspects suspects = new Suspects();
    private long next;
    private long differentBytes;
    private long sequence;

    /** Lets others go first, between two steps. */
    public interface Courtesy {

        void giveWay() throws InterruptedException;
    }

    /** What a piece of the disk was after a record. */
    private record Piece(Extent range, long sequence, BlockSums sums) {}

    /**
     * @param reading how fast the disk may be read for this
     * @param logged  hears that something is durable in the spool for which others wait
     */
    public Verification(Capture capture, ReadingTarget target, CopyMeans means, Bandwidth reading, Runnable logged) {
        this.capture = capture;
        this.target = target;
        this.means = means;
        this.reading = reading;
        this.logged = logged;
        this.meter = new ProgressMeter(means.time());
        this.patience = new Patience(means.time(), meter::waiting);
        meter.total(capture.identity().diskSize());
    }

    /**
     * Compares what is not compared yet. To be called again after a break.
     *
     * @throws IOException          what does not pass by itself, or a gap: a resync has to come first
     * @throws InterruptedException when it was paused; what was compared stays compared
     */
    public DiskVerification run(Courtesy courtesy) throws IOException, InterruptedException {
        long size = capture.identity().diskSize();
        long from = caughtUp();
        while (next < size) {
            courtesy.giveWay();
            scan(from, size);
            if (suspects.count() > MOST_SUSPECTS) {
                settle(courtesy);
            }
        }
        settle(courtesy);
        checkLogging();
        return new DiskVerification(means.clock().instant(), size, differentBytes, sequence);
    }

    public CopyProgress progress() {
        return meter.progress();
    }

    /** Waits until the replica has all that is written by now. @return the last record of that */
    private long caughtUp() throws IOException, InterruptedException {
        long last = capture.spool().lastSequence();
        awaitTarget(last);
        sequence = last;
        return last;
    }

    private void awaitTarget(long last) throws IOException, InterruptedException {
        checkLogging();
        capture.force();
        logged.run();
        for (long pause = FIRST_POLL_NANOS; patience.call(target::durableSequence) < last; pause = Math.min(2 * pause,
                LAST_POLL_NANOS)) {
            checkLogging();
            meter.waiting(Optional.of("waiting for the target to have record " + last));
            means.time().sleep(pause);
            meter.waiting(Optional.empty());
        }
    }

    private void checkLogging() throws IOException {
        Situation now = capture.status().situation();
        if (now.state() != CaptureState.LOGGING) {
            throw new IOException("the verification cannot go on: " + now.reason().words());
        }
    }

    private void scan(long from, long size) throws IOException, InterruptedException {
        checkLogging();
        var range = new Extent(next, Math.min(length.bytes(), size - next), Extent.Kind.DATA);
        throttle(cost(range));
        Optional<BlockSums> there = newest(range, from);
        if (there.isPresent()) {
            suspects.add(range, LARGE_BYTES, here(range, there.get()).differences(there.get()));
            next = range.end();
            meter.done(range.length());
        }
    }

    private long cost(Extent range) throws IOException {
        long data = capture.disk().extents(range.offset(), range.length()).stream()
                .filter(extent -> extent.kind() == Extent.Kind.DATA).mapToLong(Extent::length).sum();
        return data + (range.length() - data) / EMPTY_SHARE;
    }

    private void throttle(long bytes) throws InterruptedException {
        long wait = reading.take(bytes, means.time().nanos());
        if (wait > 0) {
            means.time().sleep(wait);
        }
    }

    /** Empty when the replica has too much to read for an answer in time: it is to be asked for less. */
    private Optional<BlockSums> newest(Extent range, long from) throws IOException, InterruptedException {
        long begin = means.time().nanos();
        SumsTarget.Sums told;
        if (range.length() <= RangeLength.SHORTEST_BYTES) {
            told = patience.call(() -> ask(range, LARGE_BYTES, OptionalLong.empty()));
        } else {
            try {
                told = ask(range, LARGE_BYTES, OptionalLong.empty());
            } catch (TransferException.Unavailable | TransferException.Busy | TransferException.OutOfSpace e) {
                length.unanswered();
                return Optional.empty();
            }
        }
        length.answered(means.time().nanos() - begin);
        if (told.sequence() < from) {
            throw new IOException("the target went back to record " + told.sequence() + " from " + from);
        }
        return Optional.of(told.sums());
    }

    private SumsTarget.Sums ask(Extent range, int blockBytes, OptionalLong after) throws IOException {
        return target.readSums(range.offset(), range.length(), blockBytes, after);
    }

    private BlockSums here(Extent range, BlockSums there) throws IOException {
        if (hash.seed() != there.seed()) {
            hash = new BlockHash(there.seed());
        }
        return hash.of(capture.disk(), range.offset(), range.length(), LARGE_BYTES, buffer);
    }

    /** Finds out which suspects differ, and has none then. */
    private void settle(Courtesy courtesy) throws IOException, InterruptedException {
        Suspects left = suspects;
        if (!left.isEmpty()) {
            left = again(left, courtesy);
        }
        for (int pass = 0; pass < 2 && !left.isEmpty(); pass++) {
            left = exactly(left, courtesy);
        }
        differentBytes += left.bytes();
        suspects = new Suspects();
    }

    private Suspects again(Suspects before, Courtesy courtesy) throws IOException, InterruptedException {
        long from = caughtUp();
        var left = new Suspects();
        for (Extent range : before.pieces(RangeLength.SHORTEST_BYTES)) {
            courtesy.giveWay();
            checkLogging();
            throttle(range.length());
            BlockSums there = newest(range, from).orElseThrow();
            left.add(range, LARGE_BYTES, here(range, there).differences(there));
        }
        return left;
    }

    private Suspects exactly(Suspects before, Courtesy courtesy) throws IOException, InterruptedException {
        var left = new Suspects();
        List<Extent> pieces = before.pieces(HELD_BYTES);
        for (int first = 0; first < pieces.size(); first += TOGETHER) {
            courtesy.giveWay();
            var read = new ArrayList<Piece>();
            for (Extent range : pieces.subList(first, Math.min(first + TOGETHER, pieces.size()))) {
                throttle(range.length());
                read.add(read(range));
            }
            sequence = read.getLast().sequence();
            awaitTarget(sequence);
            for (Piece piece : read) {
                left.add(piece.range(), SMALL_BYTES, differences(piece));
            }
        }
        return left;
    }

    private Piece read(Extent range) throws IOException, InterruptedException {
        ByteBuffer data = buffer.clear().slice(0, (int) range.length());
        long last = capture.readAfterRecord(range, data, HOLD_LIMIT);
        var sums = ByteBuffer.allocate(Math.ceilDiv((int) range.length(), SMALL_BYTES) * BlockSums.BYTES);
        hash.sums(data.flip(), SMALL_BYTES, sums);
        return new Piece(range, last, new BlockSums(range.offset(), SMALL_BYTES, hash.seed(), sums.flip()));
    }

    private List<Integer> differences(Piece piece) throws IOException, InterruptedException {
        BlockSums there = patience.call(() -> ask(piece.range(), SMALL_BYTES, OptionalLong.of(piece.sequence())))
                .sums();
        if (there.seed() != hash.seed()) {
            throw new IOException("the checksums of the replica have another seed than before; it is another one");
        }
        return piece.sums().differences(there);
    }
}
