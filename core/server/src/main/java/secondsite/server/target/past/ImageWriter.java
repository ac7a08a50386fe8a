package secondsite.server.target.past;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes the clusters of a disk, in ascending order, into a new file. What is never written reads as zeros. For one thread. */
interface ImageWriter extends Closeable {

    int CLUSTER_BYTES = 64 << 10;

    /** Writes whole clusters; only the last of a disk may be shorter. */
    void write(ByteBuffer clusters, long offset) throws IOException;

    /** Completes the file and makes it durable. */
    void finish() throws IOException;
}
