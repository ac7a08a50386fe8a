package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Record;

/** How the writes of one disk are caught. Safe for use by several threads; closing it leaves it so that nothing has to be recovered. */
public interface Capture extends Closeable {

    JournalIdentity identity();

    /** The disk as it is now, to be read from. */
    Disk disk();

    /**
     * The disk for whoever brings the replica to what he reads of it: that is not told again unless it changes. A range that was read and did not
     * get there has to be read again by him.
     */
    default Disk replicated() {
        return disk();
    }

    Spool spool();

    CaptureStatus status();

    /**
     * Brings the log so near to what the disk holds that the next hold is short; may take long. Nothing is to be done for a disk whose every write
     * is logged.
     *
     * @throws IOException when it cannot be brought near enough, with the reason
     */
    default void approach() throws IOException, InterruptedException {}

    /**
     * Lets no write pass, if the writes under way end in this time; for as short as can be.
     *
     * @throws IOException when writes cannot be kept from passing now, with the reason
     */
    Optional<Hold> hold(Duration atMost) throws IOException, InterruptedException;

    /**
     * Fills what remains of the buffer, which is as large as the range, with what the range holds after some record; for as short as can be no
     * write passes.
     *
     * @param atMost how long others may keep this from being done
     * @return that record
     * @throws IOException also when it was not done in this time
     */
    default long readAfterRecord(Extent range, ByteBuffer into, Duration atMost)
            throws IOException, InterruptedException {
        try (Hold _ = hold(atMost).orElseThrow(() -> new IOException("the disk is busy: " + range))) {
            disk().read(into, range.offset());
            return spool().lastSequence();
        }
    }

    /**
     * The first record after which the log, laid over a copy of the disk that was read before this call, tells a state of the disk.
     *
     * @throws IOException when there is none yet
     */
    default long consistentFrom() throws IOException, InterruptedException {
        return spool().lastSequence();
    }

    /** @throws IOException when a mark placed now would not count, with the reason */
    void checkMarkable() throws IOException;

    /**
     * Places a mark between two writes. It counts once the spool is durable that far.
     *
     * @return its sequence
     * @throws IOException when there would be no way back to it, because a comparison is required or under way
     */
    long mark(Record.Mark mark) throws IOException;

    /** Everything logged is durable on return. */
    void force() throws IOException;

    /** Makes disk and spool durable and remembers how far, so that less is to be replayed; called from time to time. */
    void checkpoint() throws IOException;

    /** Whether the receiver's records are known to come from this spool. */
    boolean met();

    /** They do. Durable on return. */
    void meet() throws IOException;

    /** How far the first copy is. */
    CopyStage copy();

    /** It is so far now. Durable on return. */
    void copy(CopyStage stage) throws IOException;

    /** Begins the spool anew with this sequence; what it held is forgotten, and the whole disk is to be compared. */
    void restart(long firstSequence, GapReason reason, String detail) throws IOException;

    /**
     * While nothing is logged: opens a spool that could not be written, or read, anew, so that what it holds can be shipped; and, before a
     * comparison, lets one that has no room give back all it has, once that has arrived.
     *
     * @return whether it was opened anew
     */
    boolean recoverSpool() throws IOException;

    /** The spool does not tell everything: a comparison is required, of the whole disk or of what the bitmap names. */
    void gap(GapReason reason, String detail, boolean wholeDisk) throws IOException;

    /**
     * The disk was failed over in this epoch: it refuses writes from now on. What the spool has may still be sent; if it tells all that the
     * replica lacks, and the replica gets all of it, a newer epoch goes on without a comparison. Durable on return.
     */
    void fence(int epoch) throws IOException;

    /**
     * The receiver takes nothing that was written before this epoch, and lacks something that was: the disk refuses writes, and is to be
     * compared as a whole when it is told to write in this epoch or a newer one. Durable on return.
     */
    void refused(int epoch) throws IOException;

    /**
     * Logs again, from a mark on; what the bitmap names is then compared.
     *
     * @throws IOException when the spool has no room or cannot be written yet
     */
    void resyncBegins() throws IOException;

    /** The first range at or after this offset that is still to be compared, at most so long. */
    Optional<Extent> nextDirty(long from, long atMost);

    /**
     * Appends what the disk holds in these ranges now, as copies, while no write passes.
     *
     * @param buffer where the ranges are read to; as large as all of them
     * @throws IOException when there was a gap since the resync began
     */
    long copy(List<Extent> ranges, ByteBuffer buffer) throws IOException;

    /**
     * This range, of whole granules as {@link #nextDirty} gave it, is the same on both sides or has been copied.
     *
     * @throws IOException when there was a gap since the resync began
     */
    void compared(Extent range) throws IOException;

    /** Nothing is left to compare: the end is marked, and points are recovery points again. */
    void resyncEnds() throws IOException, InterruptedException;
}
