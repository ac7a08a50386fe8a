package secondsite.engine.compare;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;

/**
 * Makes checksums of blocks: XXH3 with 128 bits, seeded, high half first. A block of 4 KiB (a <em>leaf</em>) has the checksum of its bytes; a
 * larger block that of the checksums of its leaves, one behind the other, so that it can be told from them without the data. Safe for
 * use by several threads. The decision on block checksums says why.
 */
public final class BlockHash {

    /** The smallest block. */
    public static final int LEAF_BYTES = 4096;

    private static final int READ_BYTES = 256 << 10;

    private final long seed;
    private final Hasher128 hasher;

    public BlockHash(long seed) {
        this.seed = seed;
        this.hasher = Hashing.xxh3_128(seed);
    }

    public long seed() {
        return seed;
    }

    /**
     * Checksums of what remains in the buffer, block by block, put behind one another; the last block may be shorter.
     *
     * @param blockBytes a multiple of {@link #LEAF_BYTES}
     */
    public void sums(ByteBuffer data, int blockBytes, ByteBuffer into) {
        if (blockBytes == LEAF_BYTES) {
            leaves(data, into);
            return;
        }
        var leaves = ByteBuffer.allocate(blockBytes / LEAF_BYTES * BlockSums.BYTES);
        int end = data.limit();
        while (data.position() < end) {
            data.limit(Math.min(end, data.position() + blockBytes));
            leaves(data, leaves.clear());
            put(leaves.array(), 0, leaves.position(), into);
            data.limit(end);
        }
    }

    /** Checksums of blocks from those of their leaves; the last block may have fewer. */
    public void fold(ByteBuffer leaves, int blockBytes, ByteBuffer into) {
        if (blockBytes == LEAF_BYTES) {
            into.put(leaves);
            return;
        }
        byte[] block = new byte[blockBytes / LEAF_BYTES * BlockSums.BYTES];
        while (leaves.hasRemaining()) {
            int length = Math.min(block.length, leaves.remaining());
            leaves.get(block, 0, length);
            put(block, 0, length, into);
        }
    }

    /** One checksum of all these bytes, for small files and headers. */
    public byte[] of(byte[] data, int from, int length) {
        byte[] sum = new byte[BlockSums.BYTES];
        put(data, from, length, ByteBuffer.wrap(sum));
        return sum;
    }

    /** The checksum of a block of so many zeros. */
    public byte[] ofZeros(int length, int blockBytes) {
        var sum = ByteBuffer.allocate(BlockSums.BYTES);
        sums(ByteBuffer.allocate(length), blockBytes, sum);
        return sum.array();
    }

    /**
     * Checksums of a range of a disk, at most {@link BlockSums#MAX_BLOCKS} of them; offset and length are multiples of the block, but
     * for the end of the disk. Ranges that the disk knows to be zeros are not read.
     */
    public BlockSums of(Disk disk, long offset, long length, int blockBytes) throws IOException {
        long bytes = Math.clamp(length, blockBytes, Math.max(READ_BYTES, blockBytes));
        return of(disk, offset, length, blockBytes, ByteBuffer.allocate((int) bytes));
    }

    /**
     * The same, for who asks again and again.
     *
     * @param buffer to read into, at least a block; a direct one is faster
     */
    public BlockSums of(Disk disk, long offset, long length, int blockBytes, ByteBuffer buffer) throws IOException {
        return new DiskSums(this, disk, blockBytes, buffer).of(offset, length);
    }

    /** Checksums of larger blocks from those of leaves; the first leaf is the first of a block. */
    public BlockSums fold(BlockSums leaves, int blockBytes) {
        int perBlock = blockBytes / LEAF_BYTES;
        var folded = ByteBuffer.allocate(Math.ceilDiv(leaves.count(), perBlock) * BlockSums.BYTES);
        fold(leaves.sums(), blockBytes, folded);
        return new BlockSums(leaves.offset(), blockBytes, seed, folded.flip());
    }

    private void leaves(ByteBuffer data, ByteBuffer into) {
        byte[] copy = data.hasArray() ? null : new byte[Math.min(LEAF_BYTES, data.remaining())];
        while (data.hasRemaining()) {
            int length = Math.min(LEAF_BYTES, data.remaining());
            if (copy == null) {
                put(data.array(), data.arrayOffset() + data.position(), length, into);
            } else {
                data.get(data.position(), copy, 0, length);
                put(copy, 0, length, into);
            }
            data.position(data.position() + length);
        }
    }

    private void put(byte[] data, int from, int length, ByteBuffer into) {
        var sum = hasher.hashBytesTo128Bits(data, from, length);
        into.putLong(sum.getMostSignificantBits()).putLong(sum.getLeastSignificantBits());
    }
}
