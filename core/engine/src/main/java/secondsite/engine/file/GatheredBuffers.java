package secondsite.engine.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Buffers that are written one behind the other, and how far they are. */
final class GatheredBuffers {

    private final ByteBuffer[] buffers;
    private final MemorySegment[] segments;
    private int next;

    GatheredBuffers(ByteBuffer[] buffers) {
        this.buffers = buffers;
        segments = new MemorySegment[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            segments[i] = segment(buffers[i]);
        }
        skipEmpty();
    }

    private static MemorySegment segment(ByteBuffer buffer) {
        MemorySegment segment = MemorySegment.ofBuffer(buffer);
        return buffer.isDirect() ? segment : Arena.ofAuto().allocate(segment.byteSize()).copyFrom(segment);
    }

    boolean remain() {
        return next < segments.length;
    }

    /** Fills in the vectors of one call; returns how many. */
    int fill(Scratch scratch) {
        int count = Math.min(segments.length - next, LinuxCalls.VECTORS);
        for (int i = 0; i < count; i++) {
            scratch.vector(i, segments[next + i]);
        }
        return count;
    }

    /** So many bytes are written. */
    void taken(long bytes) {
        long rest = bytes;
        while (rest > 0) {
            MemorySegment segment = segments[next];
            long n = Math.min(rest, segment.byteSize());
            segments[next] = segment.asSlice(n);
            buffers[next].position(buffers[next].position() + (int) n);
            rest -= n;
            skipEmpty();
        }
    }

    private void skipEmpty() {
        while (remain() && segments[next].byteSize() == 0) {
            next++;
        }
    }
}
