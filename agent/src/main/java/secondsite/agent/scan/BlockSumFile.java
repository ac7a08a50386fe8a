package secondsite.agent.scan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalIdentity;

/**
 * Keeps the checksum of each block of a disk, of what was told of it last, over the end of this process; zeros for a block of which nothing is
 * known. A wrong checksum does no harm but that its block is told again. A checksum that is newer than what was told would: it is written after its
 * block was, and nobody believes the file when the machine has lost its memory without an orderly end in between.
 */
public final class BlockSumFile implements KnownSums, Closeable {

    static final String NAME = "blocks.sums";

    private static final int HEAD_BYTES = 4 << 10;
    private static final int CHECKED_BYTES = 48;
    private static final long MAGIC = 0x736d757332706d61L;
    private static final int SMALLEST_BLOCK = BlockHash.LEAF_BYTES;
    /** 256 MiB of checksums, for any disk. */
    private static final long MOST_BLOCKS = 1L << 24;

    private final StoredFile file;
    private final JournalIdentity identity;
    private final int blockBytes;
    private final long blocks;
    private volatile BlockHash hash;
    private volatile boolean known;

    private BlockSumFile(StoredFile file, JournalIdentity identity, long seed) {
        this.file = file;
        this.identity = identity;
        this.blockBytes = blockBytes(identity.diskSize());
        this.blocks = (identity.diskSize() - 1) / blockBytes + 1;
        this.hash = new BlockHash(seed);
    }

    /** Opens the file of a disk, or makes one that knows nothing. @param seed of the checksums of a new one */
    public static BlockSumFile open(Folder folder, JournalIdentity identity, long seed) throws IOException {
        StoredFile file = folder.exists(NAME) ? folder.open(NAME) : folder.create(NAME);
        var sums = new BlockSumFile(file, identity, seed);
        try {
            sums.load();
            return sums;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** The smallest with which there are not too many. */
    private static int blockBytes(long diskSize) {
        int bytes = SMALLEST_BLOCK;
        while ((diskSize - 1) / bytes >= MOST_BLOCKS) {
            bytes *= 2;
        }
        return bytes;
    }

    private void load() throws IOException {
        if (file.size() != size()) {
            return;
        }
        var head = ByteBuffer.allocate(CHECKED_BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(head, 0);
        long seed = head.getLong(CHECKED_BYTES - Long.BYTES);
        if (head.flip().equals(head(seed))) {
            hash = new BlockHash(seed);
            known = true;
        }
    }

    private long size() {
        return HEAD_BYTES + blocks * BlockSums.BYTES;
    }

    private ByteBuffer head(long seed) {
        var head = ByteBuffer.allocate(CHECKED_BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(MAGIC).putLong(identity.disk().getMostSignificantBits())
                .putLong(identity.disk().getLeastSignificantBits()).putLong(identity.diskSize()).putLong(blockBytes)
                .putLong(seed);
        var crc = new CRC32C();
        crc.update(head.array(), 0, CHECKED_BYTES);
        return head.putLong(crc.getValue()).flip();
    }

    /** Whether it is of this disk, and was not told to forget. */
    public boolean isKnown() {
        return known;
    }

    /** Knows nothing of any block from now on, and is told. */
    public void begin() throws IOException {
        forget();
        file.resize(size());
        file.write(head(hash.seed()), 0);
        known = true;
    }

    /** Knows nothing, for good. */
    public void forget() throws IOException {
        known = false;
        file.resize(0);
    }

    @Override
    public int blockBytes() {
        return blockBytes;
    }

    @Override
    public BlockHash hash() {
        return hash;
    }

    @Override
    public void read(long firstBlock, ByteBuffer into) throws IOException {
        file.read(into, HEAD_BYTES + firstBlock * BlockSums.BYTES);
    }

    /**
     * This was told of the disk, or read by somebody who tells it: blocks that lie in it as a whole are known from now on, those of which it has a part
     * are not.
     */
    public void told(long offset, ByteBuffer data) throws IOException {
        long end = offset + data.remaining();
        long first = (offset + blockBytes - 1) / blockBytes;
        long last = end == identity.diskSize() ? blocks : end / blockBytes;
        if (first < last) {
            int from = data.position() + (int) (first * blockBytes - offset);
            int length = (int) (Math.min(last * blockBytes, end) - first * blockBytes);
            var sums = ByteBuffer.allocate((int) (last - first) * BlockSums.BYTES);
            hash.sums(data.slice(from, length), blockBytes, sums);
            write(first, sums.flip());
        }
        if (offset < first * blockBytes) {
            write(first - 1, ByteBuffer.allocate(BlockSums.BYTES));
        }
        if (last >= first && last * blockBytes < end) {
            write(last, ByteBuffer.allocate(BlockSums.BYTES));
        }
    }

    private void write(long firstBlock, ByteBuffer sums) throws IOException {
        file.write(sums, HEAD_BYTES + firstBlock * BlockSums.BYTES);
    }

    /** Everything told before is durable on return. */
    public void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
