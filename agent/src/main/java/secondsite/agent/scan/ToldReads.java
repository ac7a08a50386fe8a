package secondsite.agent.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;
import secondsite.engine.layer.DiskLayer;

/** The disk for whoever brings the replica to what he reads: what was read counts as told. */
public final class ToldReads extends DiskLayer {

    private final BlockSumFile sums;

    public ToldReads(Disk below, BlockSumFile sums) {
        super(below);
        this.sums = sums;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        int begin = into.position();
        int length = into.remaining();
        below.read(into, offset);
        sums.told(offset, into.slice(begin, length));
    }

    /** The disk below is not its own. */
    @Override
    public void close() {}
}
