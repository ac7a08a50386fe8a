package secondsite.engine.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jpountz.lz4.LZ4Exception;

/**
 * Records that travel together, as they are stored and sent: a header of 64 bytes and a payload, plain or compressed, with one
 * checksum (FORMAT.md). Immutable; the header has been checked, the payload's checksum too.
 */
public final class Batch {

    public static final int HEADER_BYTES = BatchHeader.BYTES;

    private final ByteBuffer bytes;
    private final BatchHeader header;
    private final String place;
    private final long position;

    private Batch(ByteBuffer bytes, BatchHeader header, String place, long position) {
        this.bytes = bytes;
        this.header = header;
        this.place = place;
        this.position = position;
    }

    /**
     * Takes one batch from a buffer and leaves the buffer behind it. The batch is a view of the buffer's memory.
     *
     * @param place where the bytes came from, for the error
     * @throws DamagedException when the bytes are not a whole, undamaged batch; the buffer's position is then unchanged
     */
    public static Batch take(ByteBuffer from, String place) throws IOException {
        return take(from, place, from.position());
    }

    /** @param position where the buffer's position is in that place, for the error */
    static Batch take(ByteBuffer from, String place, long position) throws DamagedException {
        BatchHeader header = header(from, place, position);
        int length = HEADER_BYTES + header.storedLength();
        if (from.remaining() < length) {
            throw new DamagedException(place, position, "the batch is cut off");
        }
        ByteBuffer bytes = from.slice(from.position(), length);
        if (Checksum.over(bytes, HEADER_BYTES, header.storedLength()) != header.payloadChecksum()) {
            throw new DamagedException(place, position,
                    "the checksum of the batch of sequence " + header.firstSequence() + " is wrong");
        }
        from.position(from.position() + length);
        return new Batch(bytes, header, place, position);
    }

    /** The header of the batch that begins where the buffer stands. */
    static BatchHeader header(ByteBuffer from, String place, long position) throws DamagedException {
        if (from.remaining() < HEADER_BYTES) {
            throw new DamagedException(place, position, "the batch header is cut off");
        }
        return BatchHeader.read(from, from.position(), place, position);
    }

    /** A batch that was made here. */
    static Batch made(ByteBuffer bytes, BatchHeader header) {
        return new Batch(bytes, header, "a batch made here", 0);
    }

    /** Header and payload as they are stored and sent. */
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }

    /** Length of header and payload, in bytes. */
    public int length() {
        return bytes.capacity();
    }

    BatchHeader header() {
        return header;
    }

    public int epoch() {
        return header.epoch();
    }

    /** The first 8 bytes of the id of the disk that this batch belongs to. */
    public long diskTag() {
        return header.diskTag();
    }

    public long firstSequence() {
        return header.firstSequence();
    }

    public long lastSequence() {
        return header.lastSequence();
    }

    /** Time of the first record, in microseconds since 1970. */
    public long timeMicros() {
        return header.timeMicros();
    }

    /** Length of the payload before compression, in bytes. */
    public int rawLength() {
        return header.rawLength();
    }

    public int recordCount() {
        return header.records();
    }

    public boolean compressed() {
        return header.codec() != Codec.PLAIN;
    }

    /** Overwritten records were left out: no sequence before the last is a recovery point. */
    public boolean thinned() {
        return header.flags() != 0;
    }

    /** The last sequence is no recovery point either; only that of a later batch is. */
    public boolean unfinished() {
        return (header.flags() & BatchHeader.UNFINISHED) != 0;
    }

    /** The payload as it was before compression. */
    public ByteBuffer raw() throws DamagedException {
        if (!compressed()) {
            return bytes.slice(HEADER_BYTES, header.storedLength());
        }
        try {
            return Codec.decompress(bytes, HEADER_BYTES, header.storedLength(), header.rawLength());
        } catch (LZ4Exception e) {
            throw new DamagedException(place, position, "the batch cannot be decompressed: " + e.getMessage());
        }
    }

    /** Goes through the records of {@link #raw} without making objects. */
    public RecordReader reader(ByteBuffer raw) {
        return new RecordReader(raw, header, place, position);
    }

    /** The records, decompressed and checked; their data is valid as long as the returned list is. */
    public List<SequencedRecord> records() throws IOException {
        List<SequencedRecord> records = new ArrayList<>(header.records());
        RecordReader reader = reader(raw());
        while (reader.next()) {
            records.add(reader.record());
        }
        return records;
    }

    /** The records from this sequence on, as a batch of their own. */
    public Batch from(long sequence) throws IOException {
        if (sequence <= firstSequence()) {
            return this;
        }
        return part(sequence, lastSequence(), header.flags());
    }

    /**
     * The records up to and with this sequence, as a batch of their own. Not for a thinned batch, which is one state only.
     */
    public Batch through(long sequence) throws IOException {
        if (sequence >= lastSequence()) {
            return this;
        }
        if (thinned()) {
            throw new IllegalArgumentException("a thinned batch cannot end at " + sequence);
        }
        return part(firstSequence(), sequence, 0);
    }

    private Batch part(long first, long last, int flags) throws IOException {
        if (first > last || first < firstSequence() || last > lastSequence()) {
            throw new IllegalArgumentException("batch of " + firstSequence() + " to " + lastSequence()
                    + " has no part " + first + " to " + last);
        }
        BatchBuilder builder = new BatchBuilder(header.rawLength());
        builder.begin(diskTag(), epoch(), first);
        ByteBuffer raw = raw();
        RecordReader reader = reader(raw);
        while (reader.next()) {
            if (reader.sequence() >= first && reader.sequence() <= last) {
                builder.add(raw, reader);
            }
        }
        return builder.build(compressed(), flags);
    }

    @Override
    public String toString() {
        return "batch " + firstSequence() + " to " + lastSequence() + " of epoch " + epoch();
    }
}
