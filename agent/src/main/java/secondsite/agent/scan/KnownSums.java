package secondsite.agent.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.compare.BlockHash;

/** Checksums of what was told of a disk, block by block. Safe for use by several threads. */
public interface KnownSums {

    int blockBytes();

    BlockHash hash();

    /** Checksums of blocks from this one on, as many as the buffer has room for; zeros where nothing is known of a block. */
    void read(long firstBlock, ByteBuffer into) throws IOException;
}
