package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes leaves to the base image, neighbours with one call. */
final class LeafRun {

    private static final int MAX_BYTES = 1 << 20;

    private final BaseImage base;
    private final ByteBuffer run = ByteBuffer.allocate(MAX_BYTES);
    private long first;

    LeafRun(BaseImage base) {
        this.base = base;
    }

    /** Leaves come in ascending order. */
    void add(long leaf, byte[] content) throws IOException {
        boolean neighbour = Leaves.offset(leaf) == Leaves.offset(first) + run.position();
        if (!neighbour || run.remaining() < content.length) {
            write();
        }
        if (run.position() == 0) {
            first = leaf;
        }
        run.put(content);
    }

    void write() throws IOException {
        if (run.position() > 0) {
            base.write(run.flip(), Leaves.offset(first));
            run.clear();
        }
    }
}
