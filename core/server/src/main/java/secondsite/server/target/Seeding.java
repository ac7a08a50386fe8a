package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * Fills a replica that has nothing yet from a disk of this machine which was the same disk once, so that afterwards only what differs has
 * to travel. The replica is recoverable as that disk is; what comes next is a comparison, as its journal says from its first record on.
 */
public final class Seeding {

    private static final int PIECE_BYTES = 256 << 10;
    private static final int FORCED_BYTES = 64 << 20;

    private final Replica replica;
    private final Disk from;
    private final BatchPacker packer = new BatchPacker(2 * PIECE_BYTES, false);
    private final long diskTag;
    private long unforced;

    /**
     * @param from nobody writes to it; stays open
     * @throws IllegalArgumentException when it has another size
     */
    public Seeding(Replica replica, Disk from) {
        var identity = replica.identity();
        if (from.size() != identity.size()) {
            throw new IllegalArgumentException(
                    from + " has " + from.size() + " bytes, and disk " + identity.disk() + " " + identity.size());
        }
        this.replica = replica;
        this.from = from;
        this.diskTag = new JournalIdentity(identity.disk(), identity.size()).diskTag();
    }

    /** Whether a replica has more than a seed could give. */
    public static boolean over(Replica replica) {
        return replica.journal().lastSequence() >= replica.journal().firstSequence();
    }

    /**
     * Goes on where it was before a crash, to the end.
     *
     * @param stopped asked between pieces: whether to go on another time
     * @return whether it is over
     */
    public boolean run(BooleanSupplier stopped) throws IOException {
        if (over(replica)) {
            return true;
        }
        CopyState state = replica.copyState();
        for (int chunk = 0; chunk < state.chunks() && !state.finished(); chunk++) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            if (!state.copied().get(chunk)) {
                long begin = chunk * state.chunkBytes();
                copy(begin, Math.min(begin + state.chunkBytes(), from.size()));
            }
        }
        replica.finishCopy(replica.journal().firstSequence() - 1);
        replica.journal().append(List.of(new Record.Mark(MarkKind.RESYNC_BEGINS, replica.identity().disk(), "")));
        replica.journal().force();
        return true;
    }

    private void copy(long begin, long end) throws IOException {
        for (Extent extent : from.extents(begin, end - begin)) {
            for (long at = extent.offset(); at < extent.end(); at += PIECE_BYTES) {
                int length = (int) Math.min(PIECE_BYTES, extent.end() - at);
                write(extent.kind() == Extent.Kind.DATA
                        ? new Record.Copy(at, read(at, length))
                        : new Record.Zero(at, length));
            }
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(length);
        from.read(piece, at);
        return piece.flip();
    }

    private void write(Record record) throws IOException {
        List<SequencedRecord> records = new ArrayList<>(List.of(new SequencedRecord(1, 1, record)));
        replica.copy(packer.pack(diskTag, replica.journal().epoch(), records));
        unforced += PIECE_BYTES;
        if (unforced >= FORCED_BYTES) {
            unforced = 0;
            replica.forceCopy();
        }
    }
}
