package secondsite.agent.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/**
 * Finds what differs between a disk and its replica in two sizes: large blocks first, and small ones where these differ, so that
 * little has to be told and no more than needed be sent. Keeps the last hash, whose seed seldom changes. For one thread.
 */
final class Difference {

    static final int LARGE_BYTES = 64 << 10;
    static final int SMALL_BYTES = 4 << 10;

    /** Equal large blocks between two that differ are asked for along with them: a question costs more than some checksums. */
    private static final int GAP_BLOCKS = 8;

    interface Asking {
        BlockSums sums(long offset, long length, int blockBytes) throws IOException, InterruptedException;
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
        var differing = new ArrayList<Extent>();
        for (Extent part : merged(range, LARGE_BYTES, GAP_BLOCKS)) {
            differing.addAll(merged(part, SMALL_BYTES, 0));
        }
        return differing;
    }

    /** Blocks that differ, those in a row as one, and across so many equal ones. */
    private List<Extent> merged(Extent range, int blockBytes, int gapBlocks) throws IOException, InterruptedException {
        BlockSums there = replica.sums(range.offset(), range.length(), blockBytes);
        if (hash.seed() != there.seed()) {
            hash = new BlockHash(there.seed());
        }
        BlockSums here = hash.of(disk, range.offset(), range.length(), blockBytes);
        var runs = new ArrayList<Extent>();
        long from = -1;
        long to = -1;
        for (int block : here.differences(there)) {
            long at = range.offset() + (long) block * blockBytes;
            if (from >= 0 && at - to > (long) gapBlocks * blockBytes) {
                runs.add(new Extent(from, to - from, Extent.Kind.DATA));
                from = at;
            }
            from = from < 0 ? at : from;
            to = Math.min(at + blockBytes, range.end());
        }
        if (from >= 0) {
            runs.add(new Extent(from, to - from, Extent.Kind.DATA));
        }
        return runs;
    }
}
