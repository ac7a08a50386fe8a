package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Limits;
import secondsite.server.target.past.PastDisk;

/**
 * One disk kept here: a folder with an identity, a sparse base image with checksums of its blocks, the journal and a small state.
 * A view of the journal over the base is the disk at any recoverable sequence. Safe for use by several threads.
 *
 * <p>States: <em>initial copy</em> → (finishCopy) → <em>copied</em>, which is final; the disk is recoverable from the sequence at
 * which the copy ended as soon as the journal has it durably.
 */
public final class Replica implements Closeable {

    private final ReplicaFolder files;
    private final InstantSource clock;
    private final Findings findings = new Findings();
    private final InitialCopy copying;
    private final History history;
    private final ReentrantLock forcing = new ReentrantLock();

    private Replica(ReplicaFolder files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
        this.copying = new InitialCopy(files.base(), files.state().current().chunks());
        this.history = new History(files, findings);
    }

    /**
     * Makes a replica in an empty folder and opens it.
     *
     * @param seed random; seeds the checksums of blocks
     * @throws IOException when there is one already, or another process has the folder open
     */
    public static Replica create(Folder folder, NewReplica of, long seed, JournalSettings settings, InstantSource clock)
            throws IOException {
        var identity = new ReplicaIdentity(of.disk(), of.size(), of.machine(), of.name(), clock.instant(), seed,
                of.firstSequence(), of.epoch());
        return new Replica(ReplicaFolder.create(folder, identity, settings, clock), clock);
    }

    /**
     * Opens a replica and finishes whatever a crash left half done.
     *
     * @throws DamagedException when identity, state or journal is damaged, or belongs to another disk
     * @throws IOException when another process has the folder open
     */
    public static Replica open(Folder folder, JournalSettings settings, InstantSource clock) throws IOException {
        var replica = new Replica(ReplicaFolder.open(folder, settings, clock), clock);
        try {
            replica.history.resume();
        } catch (DamagedException e) {
            replica.findings.add(e);
        } catch (Throwable e) {
            replica.close();
            throw e;
        }
        return replica;
    }

    /**
     * What a new replica is to hold.
     *
     * @param size          in bytes
     * @param firstSequence that the first record of the journal will have
     * @param epoch         in which the journal begins
     */
    public record NewReplica(UUID disk, long size, String machine, String name, long firstSequence, int epoch) {

        public NewReplica {
            if (size <= 0 || size > Limits.DISK_BYTES || firstSequence < 1 || machine.length() > 1024
                    || name.length() > 1024) {
                throw new IllegalArgumentException("a disk of " + size + " bytes, from sequence " + firstSequence
                        + ", or with a name longer than 1024 characters");
            }
        }
    }

    public ReplicaIdentity identity() {
        return files.identity();
    }

    public ReplicaStatus status() throws IOException {
        ReplicaState state = files.state().current();
        List<SequenceRange> ranges = recoverableRanges();
        Journal journal = journal();
        return new ReplicaStatus(state.copied() ? ReplicaStatus.State.COPIED : ReplicaStatus.State.INITIAL_COPY,
                !ranges.isEmpty(), ranges.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ranges.getFirst().first()),
                ranges.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ranges.getLast().last()),
                journal.durableSequence(), journal.durableTimeMicros(), journal.bytes(),
                copyState().copied().cardinality(),
                copyState().chunks());
    }

    /**
     * When the oldest record was made that the disk can be brought back to, or the first one after it where the base alone tells; empty when
     * it can be brought back to nothing, or has no record. Cheap: what was found is remembered.
     */
    public Optional<Instant> oldestTime() throws IOException {
        return history.times().oldestTime();
    }

    /** Whether there is something to which the disk can be brought back. Cheap: where a resynchronization runs it does not look at. */
    public boolean recoverable() {
        ReplicaState state = files.state().current();
        return state.copied() && state.oldest() <= journal().durableSequence();
    }

    /** Where received slices are appended, forced and then acknowledged. Never release or compact it from outside. */
    public Journal journal() {
        return files.journal();
    }

    /** A write or force failed here: nothing more is taken until the replica is opened anew. What is durable can be read. */
    public boolean failed() {
        return files.journal().failed() || files.base().failed();
    }

    /** How far the initial copy is durable. */
    public CopyState copyState() {
        long size = identity().size();
        ReplicaState state = files.state().current();
        int chunks = InitialCopy.chunks(size);
        var durable = (BitSet) state.chunks().clone();
        if (state.copied()) {
            durable.set(0, chunks);
        }
        return new CopyState(InitialCopy.chunkBytes(size), chunks, durable, state.copied());
    }

    /**
     * Writes COPY and ZERO records of the initial copy into the base image. A chunk is complete when records have covered all of it;
     * what comes for a complete chunk is passed over. Nothing is durable before {@link #forceCopy()}.
     *
     * @return the chunks that are complete with this batch and were not before, ascending; not durable yet
     * @throws IOException when the initial copy is over, the batch belongs to another disk, or holds other records
     */
    public List<Integer> copy(Batch batch) throws IOException {
        refuseWhenCopied();
        if (batch.diskTag() != new JournalIdentity(identity().disk(), identity().size()).diskTag()) {
            throw new IOException("a batch of the initial copy of another disk came for disk " + identity().disk());
        }
        return copying.copy(batch);
    }

    /**
     * Makes complete chunks durable; only then they may be acknowledged. Costs a few fsyncs: call it after many batches (64 MiB or a
     * second), not after each. Copying may go on meanwhile.
     */
    public CopyState forceCopy() throws IOException {
        forcing.lock();
        try {
            if (!files.state().current().copied()) {
                BitSet durable = copying.force();
                files.state().update(now -> now.withChunks(durable));
            }
            return copyState();
        } finally {
            forcing.unlock();
        }
    }

    /**
     * The initial copy is over: everything the source had at {@code sequence} is in the base or in the journal up to there. The disk is
     * recoverable from there as soon as the journal has it durably. Idempotent for the same sequence.
     *
     * @throws IOException when chunks are missing; the message says how many
     */
    public void finishCopy(long sequence) throws IOException {
        CopyState state = forceCopy();
        if (state.finished() && files.state().current().oldest() == sequence) {
            return;
        }
        refuseWhenCopied();
        int missing = state.chunks() - state.copied().cardinality();
        if (missing > 0 || sequence < files.state().current().base()) {
            throw new IOException(
                    "the initial copy of disk " + identity().disk() + " cannot end at sequence " + sequence + ": "
                            + missing + " of " + state.chunks() + " chunks are missing, and the journal begins at "
                            + identity().firstSequence());
        }
        files.state().update(now -> now.copiedUpTo(sequence));
        files.base().sums().raiseFloor(sequence);
    }

    /**
     * Checksums of the disk's blocks at a sequence (base and journal), for resynchronization and verification.
     *
     * @param offset          a multiple of the block
     * @param length          a multiple of the block, but for the end of the disk; at most {@link BlockSums#MAX_BLOCKS} blocks
     * @param blockBytes      4 KiB or 64 KiB
     * @param throughSequence the state that is asked for, at most the newest durable; recoverable or not
     * @param read            false: what is known without reading is taken as known (the checksums kept with the base); true: all data
     *                        is read. A block whose data is found damaged gets a checksum that equals no data, so that it is sent anew
     */
    public BlockSums checksums(long offset, long length, int blockBytes, long throughSequence, boolean read)
            throws IOException {
        return history.checksums(offset, length, blockBytes, throughSequence, read);
    }

    /** Marks from one time to another, both included, whose place is recoverable; by sequence. */
    public List<RecoveryPoint> points(Instant from, Instant to) throws IOException {
        return history.times().points(from, to);
    }

    /** All sequences to which the disk can be brought back, ascending. */
    public List<SequenceRange> recoverableRanges() throws IOException {
        return history.recoverability().ranges();
    }

    /** Where resynchronizations began, as far back as the journal tells; by sequence. */
    public List<Long> resyncs() throws IOException {
        return history.recoverability().resynchronizations().stream().map(SequenceRange::first).toList();
    }

    /** The last recoverable sequence whose record was made at or before this time. */
    public OptionalLong sequenceAt(Instant time) throws IOException {
        return history.times().sequenceAt(time);
    }

    /** Why the disk cannot be brought back to this sequence; empty when it can. */
    public Optional<String> whyNotRecoverable(long sequence) throws IOException {
        return history.recoverability().whyNot(sequence);
    }

    /**
     * Opens the disk as it was after this record, without copying. While it is open, retention leaves it its segments.
     *
     * @throws NotRecoverableException with the reason
     */
    public PastDisk past(long sequence) throws IOException {
        return history.past(sequence);
    }

    /** Keeps a recoverable sequence through retention, durably, until it is let go. A second pin takes the place of the first. */
    public PinnedPoint pin(long sequence, String label, String who) throws IOException {
        return history.pin(sequence, label, who, clock.instant());
    }

    /** Lets a pinned sequence go; not an error when it is not pinned. */
    public void unpin(long sequence) throws IOException {
        history.unpin(sequence);
    }

    /** The sequences that are kept through retention. */
    public NavigableMap<Long, PinnedPoint> pins() {
        return files.state().current().pins();
    }

    /** Keeps a recoverable sequence for a machine, durably, until it is let go. */
    public void hold(HeldPast past) throws IOException {
        history.hold(past);
    }

    /** Retention decides about its sequence from then on; not an error when there is none. */
    public void letGo(UUID id) throws IOException {
        history.letGo(id);
    }

    /** What is kept for machines, by id. */
    public Map<UUID, HeldPast> held() {
        return files.state().current().held();
    }

    /**
     * The sequences whose records were made in this time, both ends included, as far as they are here; from the oldest recoverable one on.
     * Empty when there are none. What of them is recoverable is not looked at.
     */
    public Optional<SequenceRange> madeBetween(Instant from, Instant to) throws IOException {
        return history.times().madeBetween(from, to);
    }

    /** When the record at a recoverable sequence was made. */
    public Instant timeOf(long sequence) throws IOException {
        return history.times().of(sequence);
    }

    /** The first recoverable sequence after this one. */
    public OptionalLong recoverableAfter(long sequence) throws IOException {
        return history.recoverability().after(sequence);
    }

    /**
     * Destroys all points in a range: durably, none of its sequences can be opened any more, the records that no other point needs are
     * overwritten in the journal or given up with it, and every other point stays as it is. What stays of the bytes: records that the
     * next point after the range needs, and at the end of a segment (64 MiB, up to 512 MiB of them are put into one) those that are
     * visible there. May be done again after an error or a crash.
     *
     * @return why it has to wait: a point is pinned, kept for a machine or open, or nothing after the range is recoverable; or, when it is {@link #gone}, why
     *         the journal could not be cleared of all of it yet; empty when all is done
     */
    public Optional<String> destroy(SequenceRange range) throws IOException {
        return history.destroy(range);
    }

    /** Whether nothing of a range can be recovered ever again. */
    public boolean gone(SequenceRange range) {
        ReplicaState now = files.state().current();
        return now.copied() && (now.oldest() > range.last() || now.destroyed().stream()
                .anyMatch(gone -> gone.first() <= range.first() && gone.last() >= range.last()));
    }

    /**
     * The disk has become larger: its new end holds zeros until something else comes, at all points of its past, too. Nothing of what is kept
     * changes; what is open stays so, with the size that it had. Durable on return.
     *
     * @throws IOException when the first copy is not over
     */
    void grow(long size) throws IOException {
        if (!files.state().current().copied()) {
            throw new IOException(
                    "disk " + identity().disk() + " cannot become larger before its initial copy is over");
        }
        history.grow(files, size);
    }

    /**
     * Lets nobody open anything any more, for the replica is about to be destroyed.
     *
     * @return false, and nothing is changed, when something is open or kept for a machine
     */
    boolean retire() {
        return history.retire();
    }

    /**
     * Reads every byte of base image and journal; what is damaged is among the {@link #findings()} then. Does not compare with the source:
     * that is done with {@link #checksums}. Retention waits meanwhile.
     *
     * @return whether it went to the end
     */
    public boolean verify(VerifyProgress progress) throws IOException {
        return history.verify(files.journalFolder(), progress);
    }

    /** Damage found since the replica was opened. */
    public List<Finding> findings() {
        return findings.all();
    }

    private void refuseWhenCopied() throws IOException {
        if (files.state().current().copied()) {
            throw new IOException("the initial copy of disk " + identity().disk() + " ended at sequence "
                    + files.state().current().oldest() + " or before; changes come through the journal now");
        }
    }

    /** What retention works on. */
    History history() {
        return history;
    }

    ReceivedTimes receivedTimes() throws IOException {
        return files.receivedTimes(findings);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
