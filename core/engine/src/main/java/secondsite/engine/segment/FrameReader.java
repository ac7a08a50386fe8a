package secondsite.engine.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.file.StoredFile;

/**
 * Reads the frames of one segment forward and refuses whatever is not the next batch of this segment. Batches are views of the
 * chunks that it reads. For one thread.
 */
public final class FrameReader {

    private static final int CHUNK_BYTES = 256 << 10;
    private static final int HEAD_BYTES = Frame.BYTES + BatchHeader.BYTES;

    private final StoredFile file;
    private final SegmentHeader header;
    private final Frame frame;
    private final int chunkBytes;
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private long chunkPosition;
    private long position;
    private long sequence;

    /** Reads from the first frame on. */
    public FrameReader(StoredFile file, SegmentHeader header) {
        this(file, header, SegmentHeader.BYTES, header.firstSequence(), CHUNK_BYTES);
    }

    /** Reads from the frame at this position on, whose batch begins with this sequence. */
    public FrameReader(StoredFile file, SegmentHeader header, long position, long sequence) {
        this(file, header, position, sequence, CHUNK_BYTES);
    }

    private FrameReader(StoredFile file, SegmentHeader header, long position, long sequence, int chunkBytes) {
        this.file = file;
        this.header = header;
        this.frame = new Frame(header);
        this.position = position;
        this.sequence = sequence;
        this.chunkBytes = chunkBytes;
    }

    /**
     * The one batch whose frame stands at a position, as an index tells.
     *
     * @throws DamagedException when it is not there
     */
    public static Batch read(StoredFile file, SegmentHeader header, long position, long sequence, long end)
            throws IOException {
        FramedBatch framed = new FrameReader(file, header, position, sequence, 16 << 10).next(end);
        if (framed == null) {
            throw new DamagedException(file.place(), position, "there is no batch where the index names one");
        }
        return framed.batch();
    }

    /** Reads the heads of the batches only, with {@link #nextHead}. */
    public static FrameReader ofHeads(StoredFile file, SegmentHeader header) {
        return new FrameReader(file, header, SegmentHeader.BYTES, header.firstSequence(), HEAD_BYTES);
    }

    /** Where the next frame is expected. */
    public long position() {
        return position;
    }

    /** The sequence with which the next batch must begin. */
    public long sequence() {
        return sequence;
    }

    /**
     * The next frame; null when the frames end here.
     *
     * @param end where the frames end
     * @throws DamagedException when something else stands there; the position stays
     */
    public FramedBatch next(long end) throws IOException {
        if (position >= end) {
            return null;
        }
        load(HEAD_BYTES, end);
        int at = (int) (position - chunkPosition);
        if (chunk.limit() - at < HEAD_BYTES || !frame.isAt(chunk, at, position)) {
            throw damaged("no frame begins here");
        }
        long durable = Frame.durablePosition(chunk, at);
        Batch batch = batch(at, end);
        FramedBatch framed = new FramedBatch(position, durable, batch);
        position = framed.end();
        sequence = batch.lastSequence() + 1;
        return framed;
    }

    /**
     * What the next batch says of itself; null when the frames end here. Its payload is neither read nor checked.
     *
     * @throws DamagedException when something else stands there; the position stays
     */
    public BatchHead nextHead(long end) throws IOException {
        if (position >= end) {
            return null;
        }
        load(HEAD_BYTES, end);
        int at = (int) (position - chunkPosition);
        if (chunk.limit() - at < HEAD_BYTES || !frame.isAt(chunk, at, position)) {
            throw damaged("no frame begins here");
        }
        chunk.position(at + Frame.BYTES);
        BatchHeader head = checked(Batch.header(chunk, file.place(), position));
        position += HEAD_BYTES + head.storedLength();
        sequence = head.lastSequence() + 1;
        return new BatchHead(head.firstSequence(), head.lastSequence(), (head.flags() & BatchHeader.THINNED) != 0,
                (head.flags() & BatchHeader.UNFINISHED) != 0);
    }

    private Batch batch(int at, long end) throws IOException {
        chunk.position(at + Frame.BYTES);
        BatchHeader head = Batch.header(chunk, file.place(), position);
        load(HEAD_BYTES + head.storedLength(), end);
        chunk.position((int) (position - chunkPosition) + Frame.BYTES);
        Batch batch = Batch.take(chunk, file.place(), position);
        checked(head);
        return batch;
    }

    private BatchHeader checked(BatchHeader head) throws DamagedException {
        if (head.epoch() != header.epoch() || head.diskTag() != header.diskTag()) {
            throw damaged("the batch belongs to another disk or epoch");
        }
        if (head.firstSequence() != sequence) {
            throw damaged("the batch of sequence " + head.firstSequence() + " stands where " + sequence + " belongs");
        }
        return head;
    }

    private DamagedException damaged(String what) {
        return new DamagedException(file.place(), position, what);
    }

    /** Makes at least so many bytes from the position on available, unless the frames end before. */
    private void load(int bytes, long end) throws IOException {
        long have = chunkPosition + chunk.limit() - position;
        if (have >= bytes || chunkPosition + chunk.limit() >= end && have >= 0) {
            return;
        }
        chunk = ByteBuffer.allocate((int) Math.min(Math.max(bytes, chunkBytes), end - position));
        chunkPosition = position;
        file.read(chunk, position);
        chunk.flip();
    }
}
