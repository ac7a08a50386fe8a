package secondsite.engine.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects records in order and makes a batch of them. Reuses its buffers; the batches it makes are their own. For one thread. */
public final class BatchBuilder {

    private final Checksum checksum = new Checksum();
    private byte[] plain;
    private byte[] packed = new byte[0];
    private long diskTag;
    private int epoch;
    private long first;
    private long last;
    private long timeMicros;
    private int records;
    private int end;

    /** @param expectedBytes of raw payload; more is possible */
    public BatchBuilder(int expectedBytes) {
        plain = new byte[BatchHeader.BYTES + Math.min(expectedBytes, Limits.BATCH_BYTES)];
    }

    /** What a record with so many bytes of data takes of a batch's payload. */
    public static int recordBytes(int dataLength) {
        return RecordHeader.BYTES + dataLength;
    }

    /** Begins a new batch that covers sequences from this one on. */
    public void begin(long diskTag, int epoch, long firstSequence) {
        this.diskTag = diskTag;
        this.epoch = epoch;
        first = firstSequence;
        last = firstSequence - 1;
        records = 0;
        end = BatchHeader.BYTES;
    }

    public boolean empty() {
        return records == 0;
    }

    public int records() {
        return records;
    }

    /** Length of the payload so far, in bytes. */
    public int rawLength() {
        return end - BatchHeader.BYTES;
    }

    /** Whether a record with so many bytes of data still fits. */
    public boolean fits(int dataLength) {
        return records < Limits.BATCH_RECORDS && rawLength() + RecordHeader.BYTES + dataLength <= Limits.BATCH_BYTES;
    }

    /** Adds a record; its data must be within {@link Limits}, its sequence higher than the one before. */
    public void add(SequencedRecord record) {
        long sequence = record.sequence();
        long time = record.timeMicros();
        switch (record.record()) {
            case Record.Write write -> put(RecordHeader.WRITE,
                    write.forceUnitAccess() ? RecordHeader.FORCE_UNIT_ACCESS : 0, write.offset(),
                    write.data().remaining(),
                    write.data(), sequence, time);
            case Record.Copy copy -> put(RecordHeader.COPY, 0, copy.offset(), copy.data().remaining(), copy.data(),
                    sequence, time);
            case Record.Zero zero -> put(RecordHeader.ZERO, 0, zero.offset(), zero.length(), null, sequence, time);
            case Record.Trim trim -> put(RecordHeader.TRIM, 0, trim.offset(), trim.length(), null, sequence, time);
            case Record.Flush flush -> put(RecordHeader.FLUSH, 0, 0, 0, null, sequence, time);
            case Record.Mark mark -> {
                byte[] data = MarkData.bytes(mark);
                put(RecordHeader.MARK, 0, 0, data.length, ByteBuffer.wrap(data), sequence, time);
            }
        }
    }

    /** Adds the record at which a reader of this payload stands. */
    public void add(ByteBuffer raw, RecordReader at) {
        ByteBuffer data = at.dataLength() == 0 ? null : raw.slice(at.dataPosition(), at.dataLength());
        put(at.type(), at.flags(), at.offset(), at.length(), data, at.sequence(), at.timeMicros());
    }

    private void put(int type, int flags, long offset, int length, ByteBuffer data, long sequence, long time) {
        int dataLength = data == null ? 0 : data.remaining();
        checkRecord(type, offset, length, sequence, dataLength);
        grow(end + RecordHeader.BYTES + dataLength);
        RecordHeader.put(ByteBuffer.wrap(plain), end, type, flags, length, offset, time, (int) (sequence - first));
        end += RecordHeader.BYTES;
        if (dataLength > 0) {
            data.get(data.position(), plain, end, dataLength);
            end += dataLength;
        }
        timeMicros = records == 0 ? time : timeMicros;
        last = sequence;
        records++;
    }

    private void checkRecord(int type, long offset, int length, long sequence, int dataLength) {
        boolean data = type == RecordHeader.WRITE || type == RecordHeader.COPY;
        if (length < 0 || length > (data ? Limits.RECORD_DATA_BYTES : Limits.RANGE_BYTES) || offset < 0
                || offset > Limits.DISK_BYTES - length || !fits(dataLength)) {
            throw new IllegalArgumentException("record at " + offset + " of " + length + " bytes is beyond the limits");
        }
        if (sequence <= last || sequence - first >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("sequence " + sequence + " does not follow " + last);
        }
    }

    private void grow(int needed) {
        if (needed > plain.length) {
            plain = Arrays.copyOf(plain,
                    Math.min(Math.max(needed, plain.length * 2), BatchHeader.BYTES + Limits.BATCH_BYTES));
        }
    }

    /** The batch of all records since {@link #begin}, compressed where that makes it shorter. */
    public Batch build(boolean compress) {
        return build(compress, 0);
    }

    /** @param unfinished whether a later batch belongs to the same state */
    public Batch buildThinned(boolean compress, boolean unfinished) {
        return build(compress, BatchHeader.THINNED | (unfinished ? BatchHeader.UNFINISHED : 0));
    }

    Batch build(boolean compress, int flags) {
        if (records == 0) {
            throw new IllegalStateException("a batch has at least one record");
        }
        int packedLength = compress ? compress() : 0;
        int stored = packedLength > 0 ? packedLength : rawLength();
        ByteBuffer bytes = ByteBuffer
                .wrap(packedLength > 0 ? Arrays.copyOf(packed, BatchHeader.BYTES + stored) : takePlain());
        BatchHeader header = new BatchHeader(packedLength > 0 ? Codec.LZ4 : Codec.PLAIN, flags, stored, rawLength(),
                records, epoch, diskTag, first, last, timeMicros, checksum.of(bytes, BatchHeader.BYTES, stored));
        bytes.clear();
        header.put(bytes, 0, checksum);
        return Batch.made(bytes.clear(), header);
    }

    /** A buffer that is just full is the batch's; the next batch gets another one. */
    private byte[] takePlain() {
        if (end < plain.length) {
            return Arrays.copyOf(plain, end);
        }
        byte[] full = plain;
        plain = new byte[0];
        return full;
    }

    private int compress() {
        if (packed.length < end) {
            packed = new byte[plain.length];
        }
        return Codec.compress(ByteBuffer.wrap(plain), BatchHeader.BYTES, rawLength(), ByteBuffer.wrap(packed),
                BatchHeader.BYTES);
    }
}
