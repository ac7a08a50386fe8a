package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.DurableEvidence;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentWriter;

/** Goes through a segment that was not sealed, from its first frame to where it breaks or ends. */
final class SegmentScan {

    private static final int CHUNK_BYTES = 1 << 20;

    private final StoredFile file;
    private final SegmentWriter writer;
    private long durablePosition;
    private DamagedException broken;

    private SegmentScan(StoredFile file, SegmentHeader header) {
        this.file = file;
        this.writer = new SegmentWriter(file, header);
    }

    static SegmentScan of(StoredFile file, SegmentHeader header) throws IOException {
        SegmentScan scan = new SegmentScan(file, header);
        scan.run(header);
        return scan;
    }

    private void run(SegmentHeader header) throws IOException {
        FrameReader reader = new FrameReader(file, header);
        long size = file.size();
        try {
            for (FramedBatch next = reader.next(size); next != null; next = reader.next(size)) {
                writer.note(next);
                durablePosition = Math.max(durablePosition, next.durablePosition());
            }
        } catch (DamagedException e) {
            broken = e;
        }
    }

    /** The segment as it can go on after its last whole batch. */
    SegmentWriter writer() {
        return writer;
    }

    boolean torn() {
        return broken != null;
    }

    /** What is wrong where the whole batches end; null when nothing is. */
    DamagedException broken() {
        return broken;
    }

    /** Whether a frame behind the break tells that the break was durable once, so that it is no torn tail. */
    boolean brokenWhereItWasDurable() throws IOException {
        return broken != null && DurableEvidence.after(file, writer.header(), writer.end()) > writer.end();
    }

    /** Whether any frame tells that a part of this file was durable, and so everything before this file. */
    boolean everDurable() throws IOException {
        return DurableEvidence.after(file, writer.header(), SegmentHeader.BYTES) > 0;
    }

    /** Cuts off what stands behind the last whole batch. */
    void cut() throws IOException {
        if (file.size() > writer.end()) {
            writer.cutBack();
        }
    }

    /**
     * Writes again what may not have been durable. A force that failed before the last crash may have left pages that look written in
     * memory and are not; written again they are written for sure, or the next force fails too.
     */
    void rewriteTail() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = durablePosition; at < writer.end(); at += CHUNK_BYTES) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, writer.end() - at));
            file.read(chunk, at);
            file.write(chunk.flip(), at);
        }
    }
}
