package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.server.target.past.PastDisk;

/**
 * One disk kept here: a folder with an identity, a sparse base image with checksums of its blocks, the journal and a small state.
 * A view of the journal over the base is the disk at any recoverable sequence. Safe for use by several threads.
 *
 * <p>States: <em>initial copy</em> → (finishCopy) → <em>copied</em>, which is final; the disk is recoverable from the sequence at
 * which the copy ended as soon as the journal has it durably.
 */
public final class Replica implements Closeable {

    private Replica() {}

    /**
     * Makes a replica in an empty folder and opens it.
     *
     * @param seed random; seeds the checksums of blocks
     * @throws IOException when there is one already, or another process has the folder open
     */
    public static Replica create(Folder folder, NewReplica of, long seed, JournalSettings settings, InstantSource clock)
            throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Opens a replica and finishes whatever a crash left half done.
     *
     * @throws secondsite.engine.segment.DamagedException when identity, state or journal is damaged, or belongs to another disk
     * @throws IOException when another process has the folder open
     */
    public static Replica open(Folder folder, JournalSettings settings, InstantSource clock) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * What a new replica is to hold.
     *
     * @param size          in bytes
     * @param firstSequence that the first record of the journal will have
     * @param epoch         in which the journal begins
     */
    public record NewReplica(UUID disk, long size, String machine, String name, long firstSequence, int epoch) {}

    public ReplicaIdentity identity() {
        throw new UnsupportedOperationException("being built");
    }

    public ReplicaStatus status() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Where received slices are appended, forced and then acknowledged. Never release or compact it from outside. */
    public Journal journal() {
        throw new UnsupportedOperationException("being built");
    }

    /** How far the initial copy is durable. */
    public CopyState copyState() {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Writes COPY and ZERO records of the initial copy into the base image. A chunk is complete when records have covered all of it;
     * a range sent twice is written twice. Nothing is durable before {@link #forceCopy()}.
     *
     * @return the chunks that are now complete, ascending, durable or not
     * @throws IOException when the initial copy is over, the batch belongs to another disk, or holds other records
     */
    public List<Integer> copy(Batch batch) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Makes complete chunks durable; only then they may be acknowledged. Costs a few fsyncs: call it after many batches (64 MiB or a
     * second), not after each.
     */
    public CopyState forceCopy() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * The initial copy is over: everything the source had at {@code sequence} is in the base or in the journal up to there. The disk is
     * recoverable from there as soon as the journal has it durably. Idempotent for the same sequence.
     *
     * @throws IOException when chunks are missing; the message says how many
     */
    public void finishCopy(long sequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Checksums of the disk's blocks at a sequence (base and journal), for resynchronization and verification.
     *
     * @param offset          a multiple of the block
     * @param length          a multiple of the block, but for the end of the disk; at most {@link BlockSums#MAX_BLOCKS} blocks
     * @param blockBytes      4 KiB or 64 KiB
     * @param throughSequence the state that is asked for, at most the newest durable; recoverable or not
     * @param read            false: what is known without reading is taken as known (the checksums kept with the base); true: all data
     *                        is read. A block whose base is damaged gets a checksum that equals no data, so that it is sent anew
     */
    public BlockSums checksums(long offset, long length, int blockBytes, long throughSequence, boolean read)
            throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Marks from one time to another, both included, whose place is recoverable; by sequence. */
    public List<RecoveryPoint> points(Instant from, Instant to) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** All sequences to which the disk can be brought back, ascending. */
    public List<SequenceRange> recoverableRanges() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** The last recoverable sequence whose record was made at or before this time. */
    public OptionalLong sequenceAt(Instant time) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Why the disk cannot be brought back to this sequence; empty when it can. */
    public Optional<String> whyNotRecoverable(long sequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Opens the disk as it was after this record, without copying. While it is open, retention leaves it its segments.
     *
     * @throws NotRecoverableException with the reason
     */
    public PastDisk past(long sequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Keeps a recoverable sequence through retention, durably, until it is let go. The reason is for people. */
    public void pin(long sequence, String reason) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Lets a pinned sequence go; not an error when it is not pinned. */
    public void unpin(long sequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Damage found since the replica was opened. */
    public List<Finding> findings() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException("being built");
    }
}
