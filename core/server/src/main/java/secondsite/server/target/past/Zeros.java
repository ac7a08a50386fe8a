package secondsite.server.target.past;

import java.nio.ByteBuffer;

/** Zeros to compare with. */
final class Zeros {

    private static final ByteBuffer CLUSTER = ByteBuffer.allocate(ImageWriter.CLUSTER_BYTES).asReadOnlyBuffer();

    private Zeros() {}

    /** Whether what remains, at most a cluster, is zeros. */
    static boolean all(ByteBuffer data) {
        return data.mismatch(CLUSTER.slice(0, data.remaining())) < 0;
    }
}
