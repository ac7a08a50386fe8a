package secondsite.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a journal says of its disk at one sequence, over whatever the disk was before the journal began. Opening reads the
 * footers only; ranges are looked up when they are first asked for, in memory that has a limit. The segments it needs are not
 * released while it is open. Safe for use by several threads.
 */
public interface JournalView extends Closeable {

    /** The last record that this view knows of. */
    long sequence();

    /** The range in order, without gaps or overlaps. */
    List<Piece> pieces(long offset, long length) throws IOException;

    /** Reads data of a piece, {@code skip} bytes into it; fills what remains of the buffer, verifying the batch's checksum. */
    void read(Piece piece, long skip, ByteBuffer into) throws IOException;

    /** A range of the disk, in bytes, and where its content is. */
    record Piece(long offset, long length, Source source, long framePosition, int dataPosition, long segment) {}

    /** Where the content of a piece is. */
    enum Source {
        /** The journal says nothing of it: as it was before. */
        BEFORE,
        /** Zeros. */
        ZERO,
        /** Data in the journal. */
        DATA
    }
}
