package secondsite.agent.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;

/** Checksums of which some are newer than what is written down: while nothing may be written. */
public final class RecentSums implements KnownSums {

    private final KnownSums older;
    private final Map<Long, byte[]> newer = new ConcurrentHashMap<>();

    public RecentSums(KnownSums older) {
        this.older = older;
    }

    @Override
    public int blockBytes() {
        return older.blockBytes();
    }

    @Override
    public BlockHash hash() {
        return older.hash();
    }

    /** This was read of the disk: whole blocks. */
    public void add(long offset, ByteBuffer data) {
        int count = Math.ceilDiv(data.remaining(), blockBytes());
        var sums = ByteBuffer.allocate(count * BlockSums.BYTES);
        hash().sums(data.slice(), blockBytes(), sums);
        for (int i = 0; i < count; i++) {
            byte[] sum = new byte[BlockSums.BYTES];
            sums.get(i * BlockSums.BYTES, sum);
            newer.put(offset / blockBytes() + i, sum);
        }
    }

    @Override
    public void read(long firstBlock, ByteBuffer into) throws IOException {
        int begin = into.position();
        int count = into.remaining() / BlockSums.BYTES;
        older.read(firstBlock, into);
        if (newer.isEmpty()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            byte[] sum = newer.get(firstBlock + i);
            if (sum != null) {
                into.put(begin + i * BlockSums.BYTES, sum);
            }
        }
    }
}
