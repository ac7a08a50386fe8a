package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.getInt;
import static secondsite.engine.segment.LittleEndian.getLong;

import java.nio.ByteBuffer;

/**
 * Goes through the records of one batch's payload and checks each against the batch's header and {@link Limits}, without making
 * objects. For one thread.
 */
public final class RecordReader {

    private final ByteBuffer payload;
    private final BatchHeader header;
    private final String place;
    private final long position;
    private int next;
    private int count;
    private int at;
    private long previous;

    RecordReader(ByteBuffer payload, BatchHeader header, String place, long position) {
        this.payload = payload;
        this.header = header;
        this.place = place;
        this.position = position;
        this.previous = -1;
    }

    /** Goes to the next record; false behind the last one, when the batch has held what its header says. */
    public boolean next() throws DamagedException {
        if (count == header.records()) {
            check(next == header.rawLength() && sequence() == header.lastSequence(), "more than its records");
            return false;
        }
        check(next <= header.rawLength() - RecordHeader.BYTES, "not all of its records");
        at = next;
        checkRecord();
        previous = relative();
        next = dataPosition() + dataLength();
        count++;
        return true;
    }

    private void checkRecord() throws DamagedException {
        boolean range = type() != RecordHeader.FLUSH && type() != RecordHeader.MARK;
        check(length() >= 0 && length() <= longest() && offset() >= 0
                && offset() <= (range ? Limits.DISK_BYTES - length() : 0), "a range beyond the limits");
        check(dataLength() <= header.rawLength() - dataPosition(), "data that is cut off");
        check(type() != RecordHeader.MARK || length() >= MarkData.LABEL, "a mark that is too short");
        check(flags() == 0 || type() == RecordHeader.WRITE && flags() == RecordHeader.FORCE_UNIT_ACCESS,
                "flags that are not known");
        check(payload.get(at + 2) == 0 && payload.get(at + 3) == 0, "bytes that must be zero");
        checkOrder();
    }

    private void checkOrder() throws DamagedException {
        boolean follows = header.flags() == 0
                ? relative() == count
                : relative() > previous && relative() <= header.lastSequence() - header.firstSequence();
        check(follows, "a sequence out of order");
        check(count > 0 || timeMicros() == header.timeMicros(), "another time than its header says");
    }

    private int longest() throws DamagedException {
        return switch (type()) {
            case RecordHeader.WRITE, RecordHeader.COPY -> Limits.RECORD_DATA_BYTES;
            case RecordHeader.ZERO, RecordHeader.TRIM -> Limits.RANGE_BYTES;
            case RecordHeader.FLUSH -> 0;
            case RecordHeader.MARK -> Limits.MARK_BYTES;
            default -> throw damaged("a record of unknown type " + type());
        };
    }

    private void check(boolean holds, String what) throws DamagedException {
        if (!holds) {
            throw damaged(what);
        }
    }

    private DamagedException damaged(String what) {
        return new DamagedException(place, position,
                "the batch of sequence " + header.firstSequence() + " holds " + what + " (record " + count + ")");
    }

    /** One of the numbers of FORMAT.md. */
    public int type() {
        return payload.get(at) & 0xff;
    }

    int flags() {
        return payload.get(at + 1) & 0xff;
    }

    /** Length of the range on the disk, or of a mark's data, in bytes. */
    public int length() {
        return getInt(payload, at + 4);
    }

    public long offset() {
        return getLong(payload, at + 8);
    }

    /** Microseconds since 1970. */
    public long timeMicros() {
        return getLong(payload, at + 16);
    }

    private int relative() {
        return getInt(payload, at + 24);
    }

    public long sequence() {
        return header.firstSequence() + relative();
    }

    /** Where the record's data is in the raw payload. */
    public int dataPosition() {
        return at + RecordHeader.BYTES;
    }

    int dataLength() {
        boolean data = type() == RecordHeader.WRITE || type() == RecordHeader.COPY || type() == RecordHeader.MARK;
        return data ? length() : 0;
    }

    /** What the range holds after this record; null when the record has no range. */
    public ContentKind content() {
        return switch (type()) {
            case RecordHeader.WRITE, RecordHeader.COPY -> ContentKind.DATA;
            case RecordHeader.ZERO -> ContentKind.ZERO;
            case RecordHeader.TRIM -> ContentKind.TRIM;
            default -> null;
        };
    }

    /**
     * The extent that this record makes.
     *
     * @param framePosition of the batch in its segment
     */
    public IndexedExtent extent(long framePosition) {
        int data = content() == ContentKind.DATA ? dataPosition() : 0;
        return new IndexedExtent(offset(), length(), content(), framePosition, data, header.firstSequence());
    }

    public boolean mark() {
        return type() == RecordHeader.MARK;
    }

    /** The record with its place and time, its data a read-only view. */
    public SequencedRecord record() throws DamagedException {
        return new SequencedRecord(sequence(), timeMicros(), decoded());
    }

    private Record decoded() throws DamagedException {
        return switch (type()) {
            case RecordHeader.WRITE -> new Record.Write(offset(), data(), flags() != 0);
            case RecordHeader.COPY -> new Record.Copy(offset(), data());
            case RecordHeader.ZERO -> new Record.Zero(offset(), length());
            case RecordHeader.TRIM -> new Record.Trim(offset(), length());
            case RecordHeader.FLUSH -> new Record.Flush();
            default -> MarkData.read(data(), place, position);
        };
    }

    private ByteBuffer data() {
        return payload.slice(dataPosition(), length()).asReadOnlyBuffer();
    }
}
