package secondsite.engine.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A disk of fixed size. Offsets and lengths are bytes and need no alignment. A request outside the disk fails with
 * {@link IndexOutOfBoundsException} before anything is changed; a write to a read-only disk with
 * {@link ReadOnlyDiskException}. Safe for use by several threads; overlapping requests that are under way at the same
 * time have no defined order, but every disk settles on one.
 */
public interface Disk extends Closeable {

    long size();

    boolean readOnly();

    /** Fills what remains of the buffer. */
    void read(ByteBuffer into, long offset) throws IOException;

    /** Writes what remains of the buffer. Durable after the next {@link #flush()}. */
    void write(ByteBuffer from, long offset) throws IOException;

    /** Writes requests that arrived together, in their order. A failure leaves the later ones undone. */
    default void write(Writes writes) throws IOException {
        for (int i = 0; i < writes.count(); i++) {
            write(writes.payload(i), writes.offset(i));
        }
    }

    /** The range reads as zeros afterwards. */
    void zero(long offset, long length) throws IOException;

    /** The range is of no more use to its owner; it reads as zeros afterwards, so that a replica can equal its source. */
    void trim(long offset, long length) throws IOException;

    /** Everything written before is durable on return. */
    void flush() throws IOException;

    /** The range as extents without gaps or overlaps, in order; neighbours may be of one kind. */
    List<Extent> extents(long offset, long length) throws IOException;

    /** Checks a request against the size of a disk. */
    static void checkRange(Disk disk, long offset, long length) {
        if (offset < 0 || length < 0 || offset > disk.size() - length) {
            throw new IndexOutOfBoundsException(
                    "request at " + offset + " of " + length + " bytes is outside the disk of " + disk.size()
                            + " bytes");
        }
    }
}
