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

    /**
     * A range of the disk, in bytes, and where its content is.
     *
     * @param framePosition of data: where the batch stands in its segment
     * @param dataPosition of data: where it begins in the batch's raw payload
     * @param batchSequence of data: the first sequence of the batch
     */
    record Piece(long offset, long length, Source source, long framePosition, int dataPosition, long batchSequence) {

        public long end() {
            return offset + length;
        }

        /** The part of this piece that lies in a range that overlaps it. */
        public Piece within(long from, long to) {
            long begin = Math.max(offset, from);
            int data = source == Source.DATA ? (int) (dataPosition + begin - offset) : 0;
            return new Piece(begin, Math.min(end(), to) - begin, source, framePosition, data, batchSequence);
        }
    }

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
