package secondsite.engine.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.file.StoredFile;

/**
 * Looks behind a broken frame for whole ones that tell up to where the file was durable when they were written. It decides whether
 * a break is a torn tail or damage.
 */
public final class DurableEvidence {

    private static final int CHUNK_BYTES = 1 << 20;

    private DurableEvidence() {}

    /** The highest durable position that any frame of this segment at or behind {@code from} tells of; 0 when none does. */
    public static long after(StoredFile file, SegmentHeader header, long from) throws IOException {
        Frame frame = new Frame(header);
        long highest = 0;
        long size = file.size();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = from; at <= size - Frame.BYTES; at += CHUNK_BYTES - Frame.BYTES + 1) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, size - at));
            file.read(chunk, at);
            highest = Math.max(highest, highest(chunk.flip(), frame, at));
        }
        return highest;
    }

    private static long highest(ByteBuffer chunk, Frame frame, long position) {
        long highest = 0;
        for (int i = 0; i <= chunk.limit() - Frame.BYTES; i++) {
            if (chunk.get(i) == 'F' && frame.isAt(chunk, i, position + i)) {
                highest = Math.max(highest, Frame.durablePosition(chunk, i));
            }
        }
        return highest;
    }
}
