package secondsite.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.file.ReadOnlyFolder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Record;

/**
 * The past of one disk: a folder of segments. The agent's spool, the process server's cache and the target's history are this
 * class. Appending, reading, releasing and sealing may go on in several threads; appends are ordered by a lock.
 *
 * <p>After an append or force that failed, the journal has cut itself back to the last whole batch where it could and refuses
 * every further append ({@link #failed()}); what is durable can still be read. It is opened anew to go on.
 */
public final class Journal implements Closeable {

    private static final String LOCK = "journal.lock";

    private final Folder folder;
    private final Closeable lock;
    private final SegmentList segments;
    private final SegmentChain chain;
    private final ReentrantLock deleting = new ReentrantLock();
    private final Compaction compaction;
    private final JournalLookup lookup;

    private Journal(Folder folder, Closeable lock, SegmentList segments, SegmentChain chain, Compaction compaction) {
        this.folder = folder;
        this.lock = lock;
        this.segments = segments;
        this.chain = chain;
        this.compaction = compaction;
        this.lookup = new JournalLookup(segments, chain);
    }

    /**
     * Opens the journal in a folder, or begins one. A torn tail of the active segment is cut off; damage before a durable position
     * is refused. What was recovered is durable on return. A journal that cannot begin a segment because no space is left opens as
     * failed: it can be read, and released to make room.
     *
     * @param epoch in which to append; a journal that is in a higher one already stays there
     * @param firstSequence the sequence that the first record of a new journal gets; ignored when there is one already
     * @throws secondsite.engine.segment.DamagedException when what was durable is damaged, or belongs to another disk
     */
    public static Journal open(Folder folder, JournalIdentity identity, JournalSettings settings, int epoch,
            long firstSequence, InstantSource clock) throws IOException {
        Closeable lock = folder.lock(LOCK);
        try {
            Recovery recovery = new Recovery(folder, identity, new Repairs.Made(folder));
            SpareFiles spares = new SpareFiles(folder, settings.spareFiles());
            SegmentList segments = new SegmentList(folder, spares, recovery.run());
            SegmentChain chain = new SegmentChain(folder, identity, settings, clock, segments, spares);
            start(chain, segments, recovery.neverBegun(), new SegmentName(firstSequence, epoch));
            return new Journal(folder, lock, segments, chain,
                    new Compaction(folder, chain::identity, segments, clock));
        } catch (Throwable e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens a journal only to read what of it is whole now. Nothing in the folder is changed, no lock is taken, and whatever would change
     * something fails. Where somebody else has the journal open, what he releases cannot be read any more.
     *
     * @throws IOException when the folder holds no journal
     * @throws secondsite.engine.segment.DamagedException when what was durable is damaged, or belongs to another disk
     */
    public static Journal openReadOnly(Folder folder, JournalIdentity identity, InstantSource clock)
            throws IOException {
        Folder unchanged = new ReadOnlyFolder(folder);
        SpareFiles none = new SpareFiles(unchanged, 0);
        List<Segment> found = new Recovery(unchanged, identity, new Repairs.Imagined(unchanged)).run();
        if (found.isEmpty()) {
            throw new IOException(folder.place() + " holds no journal");
        }
        SegmentList segments = new SegmentList(unchanged, none, found);
        SegmentChain chain = new SegmentChain(unchanged, identity, JournalSettings.DEFAULTS, clock, segments, none);
        chain.end();
        return new Journal(unchanged, () -> {
        }, segments, chain, new Compaction(unchanged, chain::identity, segments, clock));
    }

    private static void start(SegmentChain chain, SegmentList segments, SegmentName neverBegun, SegmentName wanted)
            throws IOException {
        int epoch = neverBegun == null ? wanted.epoch() : Math.max(wanted.epoch(), neverBegun.epoch());
        try {
            if (segments.all().isEmpty()) {
                chain.begin(new SegmentName((neverBegun == null ? wanted : neverBegun).firstSequence(), epoch));
            } else {
                chain.goOn(epoch);
            }
        } catch (Throwable e) {
            chain.closeFiles();
            throw e;
        }
    }

    public JournalIdentity identity() {
        return chain.identity();
    }

    /**
     * The disk has become larger: from now on records may lie beyond its old end. What was appended before stays as it is. Durable on return.
     *
     * @throws IllegalArgumentException when it is not larger
     */
    public void grow(long diskSize) throws IOException {
        long before = identity().diskSize();
        if (diskSize <= before) {
            throw new IllegalArgumentException("a disk of " + before + " bytes cannot grow to " + diskSize);
        }
        chain.grow(diskSize);
    }

    /** The epoch in which records are appended now. */
    public int epoch() {
        return chain.epoch();
    }

    /**
     * Begins a new, higher epoch: seals the active segment. Nothing happens when this is the epoch already.
     *
     * @throws IllegalArgumentException when the epoch is a lower one
     */
    public void beginEpoch(int epoch) throws IOException {
        chain.beginEpoch(epoch);
    }

    /**
     * Appends a group of writes as one plain batch. Overwrites the group's headroom and lead, and copies no payload. A group beyond the
     * limits of a batch becomes several.
     *
     * @return the sequence of the last record
     * @throws IndexOutOfBoundsException when a write is outside the disk; nothing is appended then
     */
    public long append(Writes writes) throws IOException {
        if (writes.count() == 0) {
            return lastSequence();
        }
        long[] last = new long[1];
        chain.appending(() -> {
            chain.append(writes.end() - writes.position(0) + Writes.LEAD,
                    (writer, durable) -> writer.append(writes, chain.nowMicros(), durable));
            last[0] = lastSequence();
        });
        return last[0];
    }

    /**
     * Appends records as one plain batch; a write longer than a record may be becomes several. What is beyond the limits of a batch
     * becomes several batches.
     *
     * @return the sequence of the last record
     * @throws IndexOutOfBoundsException when a range is outside the disk; nothing is appended then
     */
    public long append(List<Record> records) throws IOException {
        long[] last = new long[1];
        chain.appending(() -> {
            RecordBatches batches = new RecordBatches(identity(), epoch(), lastSequence() + 1, chain.nowMicros(),
                    records);
            for (Batch batch : batches.make()) {
                chain.append(batch.length(), (writer, durable) -> writer.append(batch, durable));
            }
            last[0] = lastSequence();
        });
        return last[0];
    }

    /**
     * Appends a batch as it was received: the same bytes. It must begin at {@code lastSequence() + 1}, belong to this disk, and have
     * this journal's epoch or a higher one, which then begins.
     *
     * @throws IllegalArgumentException when it does not
     * @throws secondsite.engine.segment.DamagedException when a record in it is not what it must be; nothing is appended then
     */
    public void append(Batch batch) throws IOException {
        if (batch.epoch() > epoch()) {
            checkFollows(batch);
            chain.beginEpoch(batch.epoch());
        }
        chain.appending(() -> {
            checkFollows(batch);
            if (batch.epoch() != epoch()) {
                throw new IllegalArgumentException(batch + " belongs to an epoch that is over; it is " + epoch());
            }
            chain.append(batch.length(), (writer, durable) -> writer.append(batch, durable));
        });
    }

    private void checkFollows(Batch batch) {
        if (batch.firstSequence() != lastSequence() + 1 || batch.diskTag() != identity().diskTag()) {
            throw new IllegalArgumentException(
                    batch + " does not follow sequence " + lastSequence() + " of disk " + identity().disk());
        }
    }

    /** Everything appended before is durable on return; calls that come together share one force. */
    public void force() throws IOException {
        chain.force();
    }

    /** Seals the active segment, if it has records, and begins the next one. */
    public void seal() throws IOException {
        chain.seal();
    }

    /** The sequence of the oldest record still here; one more than {@link #lastSequence()} when there is none. */
    public long firstSequence() {
        return segments.firstSequence();
    }

    /** The sequence of the newest record appended; one less than the first when there is none. */
    public long lastSequence() {
        return chain.lastSequence();
    }

    /** The sequence of the newest record that is durable. */
    public long durableSequence() {
        return chain.durable().sequence();
    }

    /** Time of the newest durable record, microseconds since 1970; 0 when there is none. */
    public long durableTimeMicros() {
        return chain.durable().timeMicros();
    }

    /** What the journal takes on disk, in bytes. */
    public long bytes() {
        return segments.bytes();
    }

    public boolean failed() {
        return chain.failed();
    }

    /** Batches from the one that holds this sequence on, in order, as far as they are appended (and later ones as they come). */
    public JournalCursor cursor(long fromSequence) throws IOException {
        if (fromSequence < firstSequence()) {
            throw new IllegalArgumentException("sequence " + fromSequence + " is gone from " + folder.place()
                    + "; the first one is " + firstSequence());
        }
        return new SegmentCursor(segments, chain, fromSequence);
    }

    /**
     * The disk's ranges as the journal tells them up to and with this record.
     *
     * @throws IllegalArgumentException when the sequence is not here, or was thinned away ({@link #recoverableAt})
     */
    public JournalView view(long throughSequence) throws IOException {
        if (throughSequence < firstSequence() - 1 || throughSequence > lastSequence()) {
            throw new IllegalArgumentException("sequence " + throughSequence + " is not in " + folder.place()
                    + ", which holds " + firstSequence() + " to " + lastSequence());
        }
        List<Segment> through = segments.acquireThrough(throughSequence);
        try {
            return new SegmentView(through, throughSequence);
        } catch (Throwable e) {
            SegmentList.releaseAll(through);
            throw e;
        }
    }

    /** All marks still here, by sequence. */
    public List<MarkEntry> marks() throws IOException {
        return marks((first, last, damage) -> {
            throw damage;
        });
    }

    /** Hears of a range of sequences whose marks cannot be read. */
    public interface Missing {

        void between(long firstSequence, long lastSequence, DamagedException damage) throws IOException;
    }

    /** All marks still here that can be read, by sequence. */
    public List<MarkEntry> marks(Missing missing) throws IOException {
        return lookup.marks(missing);
    }

    /** About how many bytes of the journal are before this record; 0 when it is older than all that is here. */
    public long positionOf(long sequence) throws IOException {
        return lookup.positionOf(sequence);
    }

    /** The last record at or before this time (microseconds since 1970); one less than the first when all are later. */
    public long sequenceAt(long timeMicros) throws IOException {
        return lookup.searching(search -> search.lastAtOrBefore(timeMicros));
    }

    /**
     * The last sequence at or before this one whose state is still here: the same, unless the past was thinned there; one less than
     * the first when there is none.
     */
    public long recoverableAt(long sequence) throws IOException {
        return lookup.searching(search -> search.recoverableAt(Math.min(sequence, lastSequence())));
    }

    /** The last sequence before this one whose state was thinned away; one less than the first when there is none. */
    public long thinnedBefore(long sequence) throws IOException {
        return lookup.searching(search -> search.thinnedBefore(sequence));
    }

    /**
     * Thins the past: within each range between two neighbouring keepers only the state at the later one stays recoverable (and a few
     * more, where segments end). Works on sealed segments at or before the last keeper; segments in use by a view or cursor stay, and
     * so do those where little could be left out. Crash-safe; needs room for the largest segment that it writes.
     *
     * @param keepers sequences that stay recoverable, ascending; the first is where thinning begins
     * @return bytes given back
     */
    public long compact(List<Long> keepers) throws IOException {
        for (int i = 1; i < keepers.size(); i++) {
            if (keepers.get(i) <= keepers.get(i - 1)) {
                throw new IllegalArgumentException("keepers must rise, not " + keepers);
            }
        }
        deleting.lock();
        try {
            return keepers.size() < 2 ? 0 : compaction.run(keepers);
        } finally {
            deleting.unlock();
        }
    }

    /**
     * Leaves nothing recoverable between two sequences that are, but where a segment ends; both stay as they are, and all that is before
     * and after them. What the later one needs is kept, the other records and the marks between are gone for good. Crash-safe, and may be
     * done again; needs room for the largest segment that it writes.
     *
     * @return false when a segment was in use by a view or cursor and stayed: then it is to be done again
     * @throws IllegalArgumentException when one of the two is not recoverable
     */
    public boolean clear(long after, long until) throws IOException {
        if (after >= until || recoverableAt(after) != after && after >= firstSequence()
                || recoverableAt(until) != until) {
            throw new IllegalArgumentException(
                    "nothing can be cleared between " + after + " and " + until + ": one is not recoverable");
        }
        force();
        Segment last = segments.all().getLast();
        if (!last.isSealed() && last.firstSequence() < until && !last.empty()) {
            seal();
        }
        deleting.lock();
        try {
            return compaction.clear(after, until);
        } finally {
            deleting.unlock();
        }
    }

    /**
     * Deletes the oldest sealed segments all of whose records are at or before this sequence, or keeps their files as spare ones.
     *
     * @return bytes given back
     */
    public long release(long throughSequence) throws IOException {
        deleting.lock();
        try {
            return segments.deleteThrough(throughSequence);
        } finally {
            deleting.unlock();
        }
    }

    /** How many segments are full and wait for a force to be sealed. */
    public int unsealedSegments() {
        return chain.unsealedSegments();
    }

    /**
     * Deletes the spare files: somebody else needs their space.
     *
     * @return whether there were any
     */
    public boolean deleteSpares() throws IOException {
        return chain.deleteSpares();
    }

    /** Makes everything durable and seals it, unless the journal has failed. */
    @Override
    public void close() throws IOException {
        try {
            chain.close();
        } finally {
            lock.close();
        }
    }
}
