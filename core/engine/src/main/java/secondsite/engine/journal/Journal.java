package secondsite.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;

/**
 * The past of one disk: a folder of segments. The agent's spool, the process server's cache and the target's history are this
 * class. Appending, reading, releasing and sealing may go on in several threads; appends are ordered by a lock.
 *
 * <p>After an append or force that failed, the journal has cut itself back to the last whole batch where it could and refuses
 * every further append ({@link #failed()}); what is durable can still be read. It is opened anew to go on.
 */
public final class Journal implements Closeable {

    /**
     * Opens the journal in a folder, or begins one. A torn tail of the active segment is cut off; damage before a durable position
     * is refused.
     *
     * @param firstSequence the sequence that the first record of a new journal gets; ignored when there is one already
     * @throws secondsite.engine.segment.DamagedException when what was durable is damaged, or belongs to another disk
     */
    public static Journal open(Folder folder, JournalIdentity identity, JournalSettings settings, int epoch,
            long firstSequence, InstantSource clock) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    public JournalIdentity identity() {
        throw new UnsupportedOperationException("being built");
    }

    /** The epoch in which records are appended now. */
    public int epoch() {
        throw new UnsupportedOperationException("being built");
    }

    /** Begins a new, higher epoch: seals the active segment. */
    public void beginEpoch(int epoch) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Appends a group of writes as one plain batch. Overwrites the group's headroom and lead, and copies no payload.
     *
     * @return the sequence of the last record
     */
    public long append(Writes writes) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Appends records as one plain batch; a write longer than a record may be, becomes several.
     *
     * @return the sequence of the last record
     */
    public long append(List<Record> records) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Appends a batch as it was received: the same bytes. It must begin at {@code lastSequence() + 1}, belong to this disk, and have
     * this journal's epoch or a higher one, which then begins.
     */
    public void append(Batch batch) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Everything appended before is durable on return; calls that come together share one force. */
    public void force() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Seals the active segment, if it has records, and begins the next one. */
    public void seal() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** The sequence of the oldest record still here; one more than {@link #lastSequence()} when there is none. */
    public long firstSequence() {
        throw new UnsupportedOperationException("being built");
    }

    /** The sequence of the newest record appended; one less than the first when there is none. */
    public long lastSequence() {
        throw new UnsupportedOperationException("being built");
    }

    /** The sequence of the newest record that is durable. */
    public long durableSequence() {
        throw new UnsupportedOperationException("being built");
    }

    /** Time of the newest durable record, microseconds since 1970; 0 when there is none. */
    public long durableTimeMicros() {
        throw new UnsupportedOperationException("being built");
    }

    /** What the journal takes on disk, in bytes. */
    public long bytes() {
        throw new UnsupportedOperationException("being built");
    }

    public boolean failed() {
        throw new UnsupportedOperationException("being built");
    }

    /** Batches from the one that holds this sequence on, in order, as far as they are appended (and later ones as they come). */
    public JournalCursor cursor(long fromSequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** The disk's ranges as the journal tells them up to and with this record. */
    public JournalView view(long throughSequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** All marks still here, by sequence. */
    public List<MarkEntry> marks() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** The last record at or before this time (microseconds since 1970); one less than the first when all are later. */
    public long sequenceAt(long timeMicros) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Thins the past: within each range between two neighbouring keepers only the state at the later one stays recoverable. Works on
     * sealed segments at or before the last keeper; segments in use by a view or cursor stay. Crash-safe.
     *
     * @param keepers sequences that stay recoverable, ascending; the first is where thinning begins
     * @return bytes given back
     */
    public long compact(List<Long> keepers) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Deletes the oldest sealed segments all of whose records are at or before this sequence.
     *
     * @return bytes given back
     */
    public long release(long throughSequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException("being built");
    }
}
