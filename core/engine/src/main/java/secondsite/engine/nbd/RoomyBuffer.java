package secondsite.engine.nbd;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * Native memory of a usual size, or of a larger one for as long as that is asked for now and then. Given back when closed, not when
 * somebody collects garbage.
 */
final class RoomyBuffer implements Closeable {

    static final int USUAL_BYTES = 512 << 10;

    private static final int PAGE = 4096;
    /** After so many requests for less, the larger one goes. */
    private static final int PATIENCE = 64;

    private final Arena usualArena = Arena.ofShared();
    private final ByteBuffer usual = usualArena.allocate(USUAL_BYTES, PAGE).asByteBuffer();
    private Arena grownArena;
    private ByteBuffer current = usual;
    private int patience;

    ByteBuffer current() {
        return current;
    }

    /** Whether {@link #change} should be called for so many bytes. */
    boolean suits(int bytes) {
        if (current == usual) {
            return bytes <= USUAL_BYTES;
        }
        patience = bytes > USUAL_BYTES ? PATIENCE : patience - 1;
        return bytes <= current.capacity() && patience > 0;
    }

    /** Goes on with a buffer that has room for so many bytes, and begins with a part of the one before, copied to a position. */
    void change(int bytes, int from, int length, int to) {
        ByteBuffer next = usual;
        Arena arena = null;
        if (bytes > USUAL_BYTES) {
            arena = Arena.ofShared();
            next = arena.allocate(bytes, PAGE).asByteBuffer();
            patience = PATIENCE;
        }
        next.clear().put(to, current.clear(), from, length);
        current = next;
        closeGrown();
        grownArena = arena;
    }

    private void closeGrown() {
        if (grownArena != null) {
            grownArena.close();
            grownArena = null;
        }
    }

    @Override
    public void close() {
        closeGrown();
        usualArena.close();
    }
}
