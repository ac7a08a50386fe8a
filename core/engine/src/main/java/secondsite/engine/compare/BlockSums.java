package secondsite.engine.compare;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Checksums of 128 bits of the equal blocks of a range; the last block of a disk may be shorter. Two sides compare only what was
 * made with one seed.
 *
 * @param offset     where the first block begins on the disk, in bytes
 * @param blockBytes length of a block, in bytes
 * @param seed       what the checksums were seeded with
 * @param sums       {@link #BYTES} bytes a block, in order
 */
public record BlockSums(long offset, int blockBytes, long seed, ByteBuffer sums) {

    /** Length of one checksum. */
    public static final int BYTES = 16;

    /** Most blocks in one answer, so that nobody allocates what a length field asks for. */
    public static final int MAX_BLOCKS = 1 << 18;

    public BlockSums {
        if (offset < 0 || blockBytes <= 0 || sums.remaining() % BYTES != 0) {
            throw new IllegalArgumentException(
                    "checksums of blocks of " + blockBytes + " bytes at " + offset + " in " + sums.remaining()
                            + " bytes");
        }
        sums = sums.slice().asReadOnlyBuffer();
    }

    /**
     * Checks a request for checksums before anything is allocated.
     *
     * @throws IllegalArgumentException when it is no multiples of 4096, not on the borders of blocks, outside the disk, or for too many of them
     */
    public static void checkBlocks(long diskSize, long offset, long length, int blockBytes) {
        boolean inside = blockBytes > 0 && blockBytes % BlockHash.LEAF_BYTES == 0 && offset >= 0 && length > 0
                && offset <= diskSize - length;
        boolean aligned = inside && offset % blockBytes == 0
                && (length % blockBytes == 0 || offset + length == diskSize);
        if (!aligned || (length - 1) / blockBytes >= MAX_BLOCKS) {
            throw new IllegalArgumentException(
                    "checksums of " + length + " bytes at " + offset + " in blocks of " + blockBytes
                            + ": no multiples of 4096, not on the borders of blocks, outside the disk of " + diskSize
                            + " bytes, or more than " + MAX_BLOCKS);
        }
    }

    @Override
    public ByteBuffer sums() {
        return sums.duplicate();
    }

    public int count() {
        return sums.limit() / BYTES;
    }

    /** Indexes of the blocks whose checksums differ, ascending. */
    public List<Integer> differences(BlockSums other) {
        if (other.offset != offset || other.blockBytes != blockBytes || other.seed != seed
                || other.count() != count()) {
            throw new IllegalArgumentException("checksums of other blocks or another seed");
        }
        List<Integer> differing = new ArrayList<>();
        for (int at = 0; at < count(); at++) {
            if (sums.getLong(at * BYTES) != other.sums.getLong(at * BYTES)
                    || sums.getLong(at * BYTES + 8) != other.sums.getLong(at * BYTES + 8)) {
                differing.add(at);
            }
        }
        return differing;
    }
}
