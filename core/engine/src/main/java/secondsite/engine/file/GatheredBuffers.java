package secondsite.engine.file;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Buffers that are written one behind the other, and how far they are. */
final class GatheredBuffers {

    private final ByteBuffer[] buffers;
    private int next;

    GatheredBuffers(ByteBuffer[] buffers) {
        this.buffers = buffers;
        skipWritten();
    }

    boolean remain() {
        return next < buffers.length;
    }

    /**
     * Fills in the vectors of one call, with as much as passes through its scratch of what lies on the heap; returns how many. Memory made for
     * each call would be given back by Java's collector only, long after the call.
     */
    int fill(Scratch scratch) {
        int count = 0;
        int passed = 0;
        for (int i = next; i < buffers.length && count < LinuxCalls.VECTORS; i++) {
            ByteBuffer buffer = buffers[i];
            if (buffer.isDirect()) {
                scratch.vector(count++, MemorySegment.ofBuffer(buffer));
                continue;
            }
            int length = scratch.fill(buffer, passed);
            scratch.vector(count++, scratch.transfer().asSlice(passed, length));
            passed += length;
            if (length < buffer.remaining()) {
                break;
            }
        }
        return count;
    }

    /** So many bytes are written. */
    void taken(long bytes) {
        for (long rest = bytes; rest > 0;) {
            ByteBuffer buffer = buffers[next];
            int n = (int) Math.min(rest, buffer.remaining());
            buffer.position(buffer.position() + n);
            rest -= n;
            skipWritten();
        }
    }

    private void skipWritten() {
        while (remain() && !buffers[next].hasRemaining()) {
            next++;
        }
    }
}
