package secondsite.agent.copy;

import java.util.BitSet;

/** The chunks of a copy that nobody has taken yet, given out in order as short runs. Safe for use by several threads. */
final class ChunkQueue {

    /** A range of the disk, in bytes. */
    record Range(long offset, int length) {}

    private final BitSet missing;
    private final long chunkBytes;
    private final long diskSize;
    private final int runLimit;
    private int next;

    /** @param rangeLimit longest range that is given out, in bytes; at least a chunk */
    ChunkQueue(CopyTarget.State state, long diskSize, int rangeLimit) {
        this.chunkBytes = state.chunkBytes();
        this.diskSize = diskSize;
        this.runLimit = (int) Math.max(1, rangeLimit / chunkBytes);
        this.missing = (BitSet) state.copied().clone();
        missing.flip(0, (int) ((diskSize + chunkBytes - 1) / chunkBytes));
    }

    /** How much of the disk is missing in all. */
    synchronized long bytes() {
        long lastChunk = (diskSize - 1) / chunkBytes;
        long shorter = missing.get((int) lastChunk) ? (lastChunk + 1) * chunkBytes - diskSize : 0;
        return missing.cardinality() * chunkBytes - shorter;
    }

    /** The next range; null when there is none left. */
    synchronized Range take() {
        int first = missing.nextSetBit(next);
        if (first < 0) {
            return null;
        }
        int end = Math.min(missing.nextClearBit(first), first + runLimit);
        next = end;
        long offset = first * chunkBytes;
        return new Range(offset, (int) (Math.min(end * chunkBytes, diskSize) - offset));
    }

    /** How long the longest range can be. */
    int longest() {
        return (int) (runLimit * chunkBytes);
    }
}
