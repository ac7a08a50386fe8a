package secondsite.agent.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/**
 * Finds what differs between a disk and its replica with two questions a range: of large blocks first, and of small ones where these
 * differ, so that little has to be told and no more than needed be sent. The disk is read once. Keeps the last hash, whose seed seldom
 * changes. For one thread.
 */
final class Difference {

    static final int LARGE_BYTES = 64 << 10;
    static final int SMALL_BYTES = 4 << 10;
    /** Small enough to stay in a processor's cache. */
    private static final int READ_BYTES = 256 << 10;

    interface Asking {

        /** Of the whole range. */
        BlockSums sums(Extent range, int blockBytes) throws IOException, InterruptedException;

        /** Of these large blocks of the range; what is told of others means nothing. */
        BlockSums sums(Extent range, int blockBytes, BitSet large) throws IOException, InterruptedException;
    }

    private final Disk disk;
    private final Asking replica;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private BlockHash hash = new BlockHash(0);

    Difference(Disk disk, Asking replica) {
        this.disk = disk;
        this.replica = replica;
    }

    /** The ranges that differ, in order, on the borders of small blocks. */
    List<Extent> in(Extent range) throws IOException, InterruptedException {
        BlockSums there = replica.sums(range, LARGE_BYTES);
        BlockSums here = hashLike(there).of(disk, range.offset(), range.length(), SMALL_BYTES, buffer);
        var large = new BitSet();
        hash.fold(here, LARGE_BYTES).differences(there).forEach(large::set);
        return large.isEmpty() ? List.of() : small(range, here, large);
    }

    /** What differs within large blocks. What was read first serves again: what was written since then is logged. */
    private List<Extent> small(Extent range, BlockSums here, BitSet large) throws IOException, InterruptedException {
        BlockSums there = replica.sums(range, SMALL_BYTES, large);
        var differing = new Runs();
        if (there.seed() != here.seed()) {
            throw new IOException("the checksums of the replica have another seed than before; it is another one");
        }
        for (int block : here.differences(there)) {
            if (large.get(block / (LARGE_BYTES / SMALL_BYTES))) {
                long offset = range.offset() + (long) block * SMALL_BYTES;
                differing.add(offset, Math.min(offset + SMALL_BYTES, range.end()));
            }
        }
        return differing.all;
    }

    private BlockHash hashLike(BlockSums there) {
        if (hash.seed() != there.seed()) {
            hash = new BlockHash(there.seed());
        }
        return hash;
    }

    /** Blocks in a row are one range. */
    private static final class Runs {

        private final List<Extent> all = new ArrayList<>();

        void add(long offset, long end) {
            boolean goesOn = !all.isEmpty() && all.getLast().end() == offset;
            long from = goesOn ? all.removeLast().offset() : offset;
            all.add(new Extent(from, end - from, Extent.Kind.DATA));
        }
    }
}
