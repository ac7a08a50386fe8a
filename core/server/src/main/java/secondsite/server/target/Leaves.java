package secondsite.server.target;

import secondsite.engine.compare.BlockHash;

/** How a disk divides into leaves, the blocks that have a checksum each; the last may be shorter. Offsets and lengths in bytes. */
record Leaves(long diskSize) {

    static final int BYTES = BlockHash.LEAF_BYTES;

    long count() {
        return of(diskSize + BYTES - 1);
    }

    /** The leaf that holds this offset. */
    static long of(long offset) {
        return offset / BYTES;
    }

    static long offset(long leaf) {
        return leaf * BYTES;
    }

    int length(long leaf) {
        return (int) Math.min(BYTES, diskSize - offset(leaf));
    }

    /** The last border of leaves at or before an offset; the end of the disk is one. */
    long down(long offset) {
        return offset == diskSize ? offset : offset / BYTES * BYTES;
    }

    /** The first border of leaves at or after an offset; the end of the disk is one. */
    long up(long offset) {
        return Math.min(diskSize, (offset + BYTES - 1) / BYTES * BYTES);
    }
}
