package secondsite.agent.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/**
 * Finds what differs between a disk and its replica with two questions a range: of large blocks first, and of small ones where these
 * differ, so that little has to be told and no more than needed be sent. Keeps the last hash, whose seed seldom changes. For one thread.
 */
final class Difference {

    static final int LARGE_BYTES = 64 << 10;
    static final int SMALL_BYTES = 4 << 10;

    interface Asking {

        /** Of the whole range. */
        BlockSums sums(Extent range, int blockBytes) throws IOException, InterruptedException;

        /** Of these large blocks of the range; what is told of others means nothing. */
        BlockSums sums(Extent range, int blockBytes, BitSet large) throws IOException, InterruptedException;
    }

    private final Disk disk;
    private final Asking replica;
    private BlockHash hash = new BlockHash(0);

    Difference(Disk disk, Asking replica) {
        this.disk = disk;
        this.replica = replica;
    }

    /** The ranges that differ, in order, on the borders of small blocks. */
    List<Extent> in(Extent range) throws IOException, InterruptedException {
        BitSet large = large(range);
        if (large.isEmpty()) {
            return List.of();
        }
        BlockSums there = replica.sums(range, SMALL_BYTES, large);
        var differing = new Runs();
        for (int from = large.nextSetBit(0); from >= 0; from = large.nextSetBit(large.nextClearBit(from))) {
            long at = range.offset() + (long) from * LARGE_BYTES;
            long end = Math.min(range.end(), range.offset() + (long) large.nextClearBit(from) * LARGE_BYTES);
            BlockSums here = hashLike(there).of(disk, at, end - at, SMALL_BYTES);
            for (int block : here.differences(part(there, at, here.count()))) {
                long offset = at + (long) block * SMALL_BYTES;
                differing.add(offset, Math.min(offset + SMALL_BYTES, end));
            }
        }
        return differing.all;
    }

    private BitSet large(Extent range) throws IOException, InterruptedException {
        BlockSums there = replica.sums(range, LARGE_BYTES);
        BlockSums here = hashLike(there).of(disk, range.offset(), range.length(), LARGE_BYTES);
        var large = new BitSet();
        here.differences(there).forEach(large::set);
        return large;
    }

    private BlockHash hashLike(BlockSums there) {
        if (hash.seed() != there.seed()) {
            hash = new BlockHash(there.seed());
        }
        return hash;
    }

    private static BlockSums part(BlockSums sums, long offset, int blocks) {
        int first = (int) ((offset - sums.offset()) / sums.blockBytes());
        return new BlockSums(offset, sums.blockBytes(), sums.seed(),
                sums.sums().slice(first * BlockSums.BYTES, blocks * BlockSums.BYTES));
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
