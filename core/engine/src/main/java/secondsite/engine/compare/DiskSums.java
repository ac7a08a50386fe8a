package secondsite.engine.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/**
 * Checksums of a range of one disk: reads the blocks that may hold data, in large pieces, and gives all others the checksum of zeros.
 * For one call on one thread.
 */
final class DiskSums {

    /** How much of the disk is asked for its extents at once, so that a much divided disk does not fill the memory. */
    private static final long EXTENTS_BYTES = 64L << 20;

    private final BlockHash hash;
    private final Disk disk;
    private final int blockBytes;
    private final byte[] zeros;
    private final ByteBuffer buffer;

    /** @param buffer at least a block */
    DiskSums(BlockHash hash, Disk disk, int blockBytes, ByteBuffer buffer) {
        this.hash = hash;
        this.disk = disk;
        this.blockBytes = blockBytes;
        this.zeros = hash.ofZeros(blockBytes, blockBytes);
        this.buffer = buffer.slice(0, buffer.capacity() / blockBytes * blockBytes);
    }

    BlockSums of(long offset, long length) throws IOException {
        BlockSums.checkBlocks(disk.size(), offset, length, blockBytes);
        var sums = ByteBuffer.allocate((int) ((length + blockBytes - 1) / blockBytes) * BlockSums.BYTES);
        long window = Math.max(blockBytes, EXTENTS_BYTES / blockBytes * blockBytes);
        for (long at = offset; at < offset + length; at += window) {
            window(at, Math.min(at + window, offset + length), sums);
        }
        return new BlockSums(offset, blockBytes, hash.seed(), sums.flip());
    }

    private void window(long from, long to, ByteBuffer sums) throws IOException {
        long at = from;
        for (Extent extent : disk.extents(from, to - from)) {
            if (extent.kind() != Extent.Kind.DATA || extent.end() <= at) {
                continue;
            }
            long dataFrom = Math.max(at, extent.offset() / blockBytes * blockBytes);
            long dataTo = Math.min(to, (extent.end() + blockBytes - 1) / blockBytes * blockBytes);
            zeros(at, dataFrom, sums);
            data(dataFrom, dataTo, sums);
            at = dataTo;
        }
        zeros(at, to, sums);
    }

    private void zeros(long from, long to, ByteBuffer sums) {
        for (long at = from; at < to; at += blockBytes) {
            sums.put(to - at < blockBytes ? hash.ofZeros((int) (to - at), blockBytes) : zeros);
        }
    }

    private void data(long from, long to, ByteBuffer sums) throws IOException {
        for (long at = from; at < to; at += buffer.capacity()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            disk.read(buffer, at);
            hash.sums(buffer.flip(), blockBytes, sums);
        }
    }
}
