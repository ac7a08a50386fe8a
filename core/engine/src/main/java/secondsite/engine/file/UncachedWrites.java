package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import secondsite.engine.file.Descriptor.RefusedException;

/**
 * Writes whole blocks of one file past the operating system's cache, as far as file system and device can do that. Such writes want
 * their bytes in memory at the border of a block, so all pass through buffers that are, used again and again.
 */
final class UncachedWrites implements Closeable {

    /** Blocks of all usual devices are as long, or a part of it. */
    static final int BLOCK_BYTES = 4096;

    private static final int BUFFER_BYTES = 1 << 20;
    private static final ConcurrentLinkedQueue<MemorySegment> FREE = new ConcurrentLinkedQueue<>();

    private final Descriptor file;
    private Descriptor uncached;
    private boolean impossible = LinuxCalls.O_DIRECT == 0;

    UncachedWrites(Descriptor file) {
        this.file = file;
    }

    /** Writes from the beginning of the buffer so much as can be written so, possibly nothing. */
    void write(ByteBuffer from, long position) throws IOException {
        Descriptor to = position % BLOCK_BYTES == 0 && from.remaining() >= BLOCK_BYTES ? uncached() : null;
        if (to == null) {
            return;
        }
        MemorySegment buffer = take();
        try {
            for (long at = position; from.remaining() >= BLOCK_BYTES && at % BLOCK_BYTES == 0;) {
                at += piece(to, from, buffer, at);
            }
        } catch (RefusedException e) {
            impossible();
        } finally {
            FREE.offer(buffer);
        }
    }

    private static long piece(Descriptor to, ByteBuffer from, MemorySegment buffer, long at) throws IOException {
        int length = Math.min(from.remaining(), BUFFER_BYTES) / BLOCK_BYTES * BLOCK_BYTES;
        buffer.asByteBuffer().put(0, from, from.position(), length);
        int n = (int) to.call("writing", at,
                (scratch, number) -> LinuxCalls.pwrite(scratch.errno(), number, buffer, length, at));
        from.position(from.position() + n);
        return n;
    }

    private static MemorySegment take() {
        MemorySegment free = FREE.poll();
        return free != null ? free : Arena.ofAuto().allocate(BUFFER_BYTES, BLOCK_BYTES);
    }

    /** Null when there are no such writes here. */
    private synchronized Descriptor uncached() {
        if (uncached == null && !impossible) {
            try {
                uncached = file.again(LinuxCalls.O_RDWR | LinuxCalls.O_DIRECT);
            } catch (IOException _) {
                // Not this file system, or not on this machine: the cache serves as well, only not as fast.
                impossible = true;
            }
        }
        return impossible ? null : uncached;
    }

    private synchronized void impossible() {
        impossible = true;
    }

    @Override
    public synchronized void close() {
        impossible = true;
        if (uncached != null) {
            uncached.close();
        }
    }
}
