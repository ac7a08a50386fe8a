package secondsite.agent.copy;

import java.io.IOException;
import java.util.BitSet;
import secondsite.engine.compare.BlockSums;

/** Whoever tells the checksums of one disk's replica. Safe for use by several threads. Errors are transfer problems. */
public interface SumsTarget {

    /** @param sequence the last record that the checksums know of */
    record Sums(long sequence, BlockSums sums) {}

    /** The last record that is durable at the target. */
    long durableSequence() throws IOException;

    /** Checksums of the newest durable state; the range is on the borders of blocks, but for the end of the disk. */
    Sums sums(long offset, long length, int blockBytes) throws IOException;

    /**
     * The same of some parts of a range.
     *
     * @param parts which of the range's large blocks are wanted; what is told of others means nothing
     */
    default Sums sums(long offset, long length, int blockBytes, BitSet parts) throws IOException {
        return sums(offset, length, blockBytes);
    }
}
