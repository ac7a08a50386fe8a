package secondsite.engine.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Records that travel together, as they are stored and sent: a header of 64 bytes and a payload, plain or compressed, with one
 * checksum (FORMAT.md). Immutable; the header has been checked, the payload's checksum too.
 */
public final class Batch {

    public static final int HEADER_BYTES = 64;

    private final ByteBuffer bytes;

    private Batch(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes one batch from a buffer and leaves the buffer behind it. The batch is a view of the buffer's memory.
     *
     * @param place where the bytes came from, for the error
     * @throws DamagedException when the bytes are not a whole, undamaged batch; the buffer's position is then unchanged
     */
    public static Batch take(ByteBuffer from, String place) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Header and payload as they are stored and sent. */
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }

    public int epoch() {
        throw new UnsupportedOperationException("being built");
    }

    /** The first 8 bytes of the id of the disk that this batch belongs to. */
    public long diskTag() {
        throw new UnsupportedOperationException("being built");
    }

    public long firstSequence() {
        throw new UnsupportedOperationException("being built");
    }

    public long lastSequence() {
        throw new UnsupportedOperationException("being built");
    }

    /** Time of the first record, in microseconds since 1970. */
    public long timeMicros() {
        throw new UnsupportedOperationException("being built");
    }

    /** Length of the payload before compression, in bytes. */
    public int rawLength() {
        throw new UnsupportedOperationException("being built");
    }

    /** The records, decompressed and checked; their data is valid as long as the returned list is. */
    public List<SequencedRecord> records() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** The records from this sequence on, as a batch of their own. */
    public Batch from(long sequence) throws IOException {
        throw new UnsupportedOperationException("being built");
    }
}
