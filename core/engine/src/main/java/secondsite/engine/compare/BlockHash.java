package secondsite.engine.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;

/**
 * Makes checksums of blocks: XXH3 with 128 bits, seeded. Ranges known to be zeros or holes cost no reading. Safe for use by several
 * threads.
 */
public final class BlockHash {

    public BlockHash(long seed) {}

    /** Checksums of what remains in the buffer, block by block, put behind one another; the last block may be shorter. */
    public void sums(ByteBuffer data, int blockBytes, ByteBuffer into) {
        throw new UnsupportedOperationException("being built");
    }

    /** Checksums of a range of a disk; offset and length are multiples of the block, but for the end of the disk. */
    public BlockSums of(Disk disk, long offset, long length, int blockBytes) throws IOException {
        throw new UnsupportedOperationException("being built");
    }
}
