package secondsite.engine.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native memory that one system call needs besides the caller's own buffer. Taken and given back; there are as many as calls
 * were ever under way at once.
 */
final class Scratch {

    private static final int TRANSFER_BYTES = 64 * 1024;
    private static final int VECTOR_BYTES = 16;
    private static final ConcurrentLinkedQueue<Scratch> FREE = new ConcurrentLinkedQueue<>();

    private final MemorySegment errno;
    private final MemorySegment vectors;
    private final MemorySegment transfer;
    private final ByteBuffer transferBuffer;

    private Scratch(Arena arena) {
        errno = arena.allocate(LinuxCalls.ERRNO_BYTES, Integer.BYTES);
        vectors = arena.allocate((long) VECTOR_BYTES * LinuxCalls.VECTORS, Long.BYTES);
        transfer = arena.allocate(TRANSFER_BYTES, Long.BYTES);
        transferBuffer = transfer.asByteBuffer();
    }

    static Scratch take() {
        Scratch free = FREE.poll();
        return free != null ? free : new Scratch(Arena.ofAuto());
    }

    void giveBack() {
        FREE.offer(this);
    }

    /** Where a call leaves the number of its error. */
    MemorySegment errno() {
        return errno;
    }

    /** The buffers of a gathering write, as {@link #vector} filled them in. */
    MemorySegment vectors() {
        return vectors;
    }

    /** Where bytes of heap buffers pass through. */
    MemorySegment transfer() {
        return transfer;
    }

    /** Copies the next bytes of a heap buffer to {@link #transfer()}, to this place on, as many as fit; the buffer stays as it is. */
    int fill(ByteBuffer from, int at) {
        int length = Math.min(from.remaining(), TRANSFER_BYTES - at);
        transferBuffer.put(at, from, from.position(), length);
        return length;
    }

    /** Copies the first bytes of {@link #transfer()} to a heap buffer, which stays as it is. */
    void drain(ByteBuffer into, int length) {
        into.put(into.position(), transferBuffer, 0, length);
    }

    /** Bytes that fit into {@link #transfer()}, at most so many as the buffer takes. */
    int room(ByteBuffer buffer) {
        return Math.min(buffer.remaining(), TRANSFER_BYTES);
    }

    void vector(int index, MemorySegment buffer) {
        long at = (long) index * VECTOR_BYTES;
        vectors.set(ADDRESS, at, buffer);
        vectors.set(JAVA_LONG, at + Long.BYTES, buffer.byteSize());
    }
}
