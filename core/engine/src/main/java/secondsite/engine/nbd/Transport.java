package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to and from one client. One thread reads and writes; any thread may close, which ends the other's calls. */
interface Transport extends Closeable {

    /** Waits for at least one byte; returns how many were put into the buffer, -1 when the client has ended the stream. */
    int read(ByteBuffer into) throws IOException;

    /** Writes all that remains of the buffer. */
    void write(ByteBuffer from) throws IOException;

    /** Tells the client, where it expects to be told, that nothing more will come. */
    void end() throws IOException;
}
