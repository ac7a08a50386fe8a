package secondsite.engine.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.StoredFile;

/**
 * Lets one segment grow by whole batches and seals it. What is appended is durable after the file's force. After an append that
 * failed only {@link #cutBack} may be called. Appends are for one thread at a time; end and last sequence may be read by any.
 */
public final class SegmentWriter implements Closeable {

    private static final int HEAD_BYTES = Frame.BYTES + BatchHeader.BYTES;

    private final StoredFile file;
    private final SegmentHeader header;
    private final Frame frame;
    private final Checksum checksum = new Checksum();
    private final ChainDigest digest;
    private final IndexBuilder index = new IndexBuilder();
    private final ByteBuffer head = ByteBuffer.allocateDirect(HEAD_BYTES);
    private long records;
    private long lastMicros;
    private long writing;
    private boolean inDoubt;
    private volatile long end = SegmentHeader.BYTES;
    private volatile long lastSequence;

    /** A writer for a segment that has a header and no batch yet; {@link #note} tells it of those that it has. */
    public SegmentWriter(StoredFile file, SegmentHeader header) {
        this.file = file;
        this.header = header;
        this.frame = new Frame(header);
        this.digest = new ChainDigest(header);
        this.lastSequence = header.firstSequence() - 1;
    }

    /** Begins a segment in an empty file. */
    public static SegmentWriter begin(StoredFile file, SegmentHeader header) throws IOException {
        header.write(file);
        return new SegmentWriter(file, header);
    }

    public StoredFile file() {
        return file;
    }

    public SegmentHeader header() {
        return header;
    }

    /** Where the next frame will stand, in bytes. */
    public long end() {
        return end;
    }

    /** The last sequence appended; one less than the segment's first when there is none. */
    public long lastSequence() {
        return lastSequence;
    }

    public boolean empty() {
        return end == SegmentHeader.BYTES;
    }

    /** Time of the last record, microseconds since 1970; 0 when there is none. */
    public long lastMicros() {
        return lastMicros;
    }

    /** Digest over all that was appended. */
    public byte[] digest() {
        return digest.value();
    }

    /**
     * Appends a group of writes, each as one record, in place and with one write of the file. Only writes beyond a limit are split.
     *
     * @param durablePosition up to where this file is durable
     */
    public void append(Writes writes, long timeMicros, long durablePosition) throws IOException {
        checkRanges(writes);
        inDoubt = true;
        writing = end;
        long sequence = lastSequence + 1;
        for (int i = 0; i < writes.count();) {
            int run = run(writes, i);
            writes.buffer().clear();
            if (run > 0) {
                appendRun(writes, i, run, sequence, timeMicros, durablePosition);
            }
            sequence += run > 0
                    ? run
                    : appendLong(writes.payload(i), writes.offset(i), sequence, timeMicros, durablePosition);
            i += Math.max(run, 1);
        }
        lastMicros = timeMicros;
        writes.buffer().clear();
        publish(sequence - 1);
    }

    private void checkRanges(Writes writes) {
        for (int i = 0; i < writes.count(); i++) {
            checkRange(writes.offset(i), writes.length(i));
        }
    }

    private void checkRange(long offset, long length) {
        if (offset < 0 || offset > header.diskSize() - length) {
            throw new IndexOutOfBoundsException("record at " + offset + " of " + length
                    + " bytes is outside the disk of " + header.diskSize() + " bytes");
        }
    }

    /** How many writes from this one on make one batch in place; 0 when this one is too long for a record. */
    private static int run(Writes writes, int from) {
        int begin = writes.position(from) - RecordHeader.BYTES;
        int to = from;
        while (to < writes.count() && to - from < Limits.BATCH_RECORDS
                && writes.length(to) <= Limits.RECORD_DATA_BYTES
                && writes.position(to) + writes.length(to) - begin <= Limits.BATCH_BYTES) {
            to++;
        }
        return to - from;
    }

    private void appendRun(Writes writes, int from, int count, long sequence, long time, long durable)
            throws IOException {
        ByteBuffer buffer = writes.buffer();
        int payload = writes.position(from) - RecordHeader.BYTES;
        int last = from + count - 1;
        int length = writes.position(last) + writes.length(last) - payload;
        index.batch(writing, sequence);
        index.time(time);
        for (int i = from; i <= last; i++) {
            int at = writes.position(i);
            RecordHeader.put(buffer, at - RecordHeader.BYTES, RecordHeader.WRITE, 0, writes.length(i),
                    writes.offset(i), time, i - from);
            index.extent(ContentKind.DATA, writes.offset(i), writes.length(i), at - payload);
        }
        int sum = checksum.of(buffer, payload, length);
        if (from == 0) {
            putHead(buffer, payload - HEAD_BYTES, length, count, sequence, time, sum, durable);
            file.write(buffer.limit(payload + length).position(payload - HEAD_BYTES), writing);
        } else {
            putHead(head, 0, length, count, sequence, time, sum, durable);
            file.write(new ByteBuffer[]{head.clear(), buffer.slice(payload, length)}, writing);
        }
        writing += HEAD_BYTES + length;
        records += count;
    }

    private void putHead(ByteBuffer to, int at, int length, int count, long sequence, long time, int sum,
            long durable) {
        frame.put(to.clear(), at, writing, durable);
        new BatchHeader(Codec.PLAIN, 0, length, length, count, header.epoch(), header.diskTag(), sequence,
                sequence + count - 1, time, sum).put(to, at + Frame.BYTES, checksum);
        digest.add(to, at + Frame.BYTES);
        to.clear();
    }

    /** Appends a write that is longer than a record may be, as several; gives their number. */
    private int appendLong(ByteBuffer data, long offset, long sequence, long time, long durable) throws IOException {
        int count = 0;
        while (data.hasRemaining()) {
            ByteBuffer part = data.slice(data.position(), Math.min(data.remaining(), Limits.RECORD_DATA_BYTES));
            ByteBuffer record = ByteBuffer.allocateDirect(RecordHeader.BYTES);
            RecordHeader.put(record, 0, RecordHeader.WRITE, 0, part.capacity(), offset, time, 0);
            index.batch(writing, sequence + count);
            index.time(time);
            index.extent(ContentKind.DATA, offset, part.capacity(), RecordHeader.BYTES);
            checksum.of(record, 0, RecordHeader.BYTES);
            int sum = checksum.and(part, 0, part.capacity());
            int length = RecordHeader.BYTES + part.capacity();
            putHead(head, 0, length, 1, sequence + count, time, sum, durable);
            file.write(new ByteBuffer[]{head, record.clear(), part.clear()}, writing);
            writing += HEAD_BYTES + length;
            offset += part.capacity();
            data.position(data.position() + part.capacity());
            records++;
            count++;
        }
        return count;
    }

    private void publish(long sequence) {
        lastSequence = sequence;
        end = writing;
        inDoubt = false;
    }

    /** Whether an append began and did not come to its end, so that this writer must not go on. */
    public boolean inDoubt() {
        return inDoubt;
    }

    /**
     * Appends a batch as it is, after a look at each of its records.
     *
     * @throws DamagedException when one is not what its format says
     */
    public void append(Batch batch, long durablePosition) throws IOException {
        ByteBuffer raw = checked(batch);
        inDoubt = true;
        writing = end;
        frame.put(head, 0, writing, durablePosition);
        file.write(new ByteBuffer[]{head.clear().limit(Frame.BYTES), batch.bytes()}, writing);
        head.clear();
        note(batch, raw);
    }

    private ByteBuffer checked(Batch batch) throws DamagedException {
        if (batch.firstSequence() != lastSequence + 1 || batch.diskTag() != header.diskTag()
                || batch.epoch() != header.epoch()) {
            throw new IllegalArgumentException(batch + " does not follow " + lastSequence + " of this segment");
        }
        ByteBuffer raw = batch.raw();
        RecordReader reader = batch.reader(raw);
        while (reader.next()) {
            if (reader.content() != null && reader.offset() > header.diskSize() - reader.length()) {
                throw new DamagedException(file.place(), end, batch + " holds a record outside the disk of "
                        + header.diskSize() + " bytes");
            }
        }
        return raw;
    }

    /** Takes notice of a batch that the file has already at its end. */
    public void note(FramedBatch framed) throws IOException {
        if (framed.position() != end) {
            throw new IllegalArgumentException("the batch at " + framed.position() + " does not follow " + end);
        }
        note(framed.batch(), checked(framed.batch()));
    }

    private void note(Batch batch, ByteBuffer raw) throws DamagedException {
        writing = end;
        index.batch(writing, batch.firstSequence());
        RecordReader reader = batch.reader(raw);
        while (reader.next()) {
            note(reader);
        }
        digest.add(batch);
        records += batch.recordCount();
        writing += Frame.BYTES + batch.length();
        publish(batch.lastSequence());
    }

    private void note(RecordReader reader) throws DamagedException {
        lastMicros = reader.timeMicros();
        index.time(lastMicros);
        if (reader.content() != null) {
            int data = reader.content() == ContentKind.DATA ? reader.dataPosition() : 0;
            index.extent(reader.content(), reader.offset(), reader.length(), data);
        } else if (reader.mark()) {
            index.mark(IndexedMark.of(reader.record()));
        }
    }

    /** Places to begin reading among what was appended; for the thread that appends. */
    public List<Anchor> anchors() {
        return index.anchors().stream().filter(anchor -> anchor.framePosition() < end).toList();
    }

    /** Marks among what was appended; for the thread that appends. */
    public List<IndexedMark> marks() {
        return index.marks();
    }

    /** The bytes of the index of what was appended, as a seal would write them now. */
    public ByteBuffer index() {
        return index.build();
    }

    /** The earliest time of a record, microseconds since 1970; {@link Long#MAX_VALUE} when there is none. */
    public long earliestMicros() {
        return index.earliestMicros();
    }

    /** Cuts off whatever stands behind the last whole batch. */
    public void cutBack() throws IOException {
        file.resize(end);
    }

    /**
     * Writes the index behind the last batch, and cuts off what else may stand there. The footer must follow when this is durable, and
     * not before: whoever finds a footer takes what stands before it as durable.
     *
     * @param chainDigest what the next segment names as the one before; null for this segment's own digest
     * @return the footer
     */
    public SegmentFooter writeIndex(byte[] chainDigest) throws IOException {
        ByteBuffer bytes = index.build();
        byte[] own = digest.value();
        SegmentFooter footer = new SegmentFooter(end, bytes.capacity(), lastSequence, lastMicros, records, own,
                chainDigest == null ? own : chainDigest, index.earliestMicros(), header.checksum());
        file.write(bytes, end);
        if (file.size() > end + footer.indexLength()) {
            file.resize(end + footer.indexLength());
        }
        return footer;
    }

    /** Writes the footer behind the index. The segment is sealed when the file was forced after that. */
    public void writeFooter(SegmentFooter footer) throws IOException {
        file.write(footer.bytes(), footer.indexPosition() + footer.indexLength());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
