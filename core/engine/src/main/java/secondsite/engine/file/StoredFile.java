package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file. Positions and lengths are bytes. Safe for use by several threads; reads and writes that overlap in time
 * and place have no defined order.
 */
public interface StoredFile extends Closeable {

    /** Where this file is, for messages to people. */
    String place();

    long size() throws IOException;

    /** Fills what remains of the buffer; {@link java.io.EOFException} when the file ends before. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Writes what remains of the buffer, growing the file as needed. A failed write may have written a part. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Writes what remains of all buffers one behind the other, with one system call where the platform can. */
    void write(ByteBuffer[] from, long position) throws IOException;

    /**
     * As {@link #write(ByteBuffer, long)}, past the operating system's cache where the platform can and for whole blocks of 4 KiB: for much
     * that is not read again soon. In large pieces only; each waits for the device.
     */
    default void writeUncached(ByteBuffer from, long position) throws IOException {
        write(from, position);
    }

    /** Cuts or grows the file to a size; what is grown reads as zeros. */
    void resize(long size) throws IOException;

    /** The range reads as zeros afterwards and, where the platform can, takes no space. The size stays. */
    void punch(long position, long length) throws IOException;

    /**
     * The first position at or after {@code position} that may hold data, or {@link #size()} when only a hole follows.
     * Where the platform cannot tell, {@code position} itself.
     */
    long nextData(long position) throws IOException;

    /** The first position at or after {@code position} that lies in a hole, or {@link #size()}. */
    long nextHole(long position) throws IOException;

    /** Whether parts of blocks can be written over without their being read from the disk first, as far as this can be told. */
    default boolean inMemory() throws IOException {
        return true;
    }

    /** Contents and size are durable on return. After a failure nothing is known of what was written since the last one. */
    void force() throws IOException;
}
