package secondsite.engine.compare;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;

/**
 * Makes checksums of blocks: XXH3 with 128 bits, seeded, high half first. Safe for use by several threads. Why this one is in the
 * decision on block checksums.
 */
public final class BlockHash {

    private final long seed;
    private final Hasher128 hasher;

    public BlockHash(long seed) {
        this.seed = seed;
        this.hasher = Hashing.xxh3_128(seed);
    }

    public long seed() {
        return seed;
    }

    /** Checksums of what remains in the buffer, block by block, put behind one another; the last block may be shorter. */
    public void sums(ByteBuffer data, int blockBytes, ByteBuffer into) {
        byte[] copy = data.hasArray() ? null : new byte[Math.min(blockBytes, data.remaining())];
        while (data.hasRemaining()) {
            int length = Math.min(blockBytes, data.remaining());
            if (copy == null) {
                put(data.array(), data.arrayOffset() + data.position(), length, into);
            } else {
                data.get(data.position(), copy, 0, length);
                put(copy, 0, length, into);
            }
            data.position(data.position() + length);
        }
    }

    /** The checksum of so many zeros. */
    public byte[] ofZeros(int length) {
        byte[] sum = new byte[BlockSums.BYTES];
        put(new byte[length], 0, length, ByteBuffer.wrap(sum));
        return sum;
    }

    /**
     * Checksums of a range of a disk, at most {@link BlockSums#MAX_BLOCKS} of them; offset and length are multiples of the block, but
     * for the end of the disk. Ranges that the disk knows to be zeros are not read.
     */
    public BlockSums of(Disk disk, long offset, long length, int blockBytes) throws IOException {
        return new DiskSums(this, disk, blockBytes).of(offset, length);
    }

    private void put(byte[] data, int from, int length, ByteBuffer into) {
        var sum = hasher.hashBytesTo128Bits(data, from, length);
        into.putLong(sum.getMostSignificantBits()).putLong(sum.getLeastSignificantBits());
    }
}
