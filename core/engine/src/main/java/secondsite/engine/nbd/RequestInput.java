package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Writes;

/**
 * The bytes of requests, in one direct buffer: each read takes as much as the socket has. Bytes before {@link Writes#LEAD} are never
 * filled, so that whatever request comes first has that room before it. The buffer grows for a request that is longer, and is
 * exchanged for the usual one when such have become rare.
 */
final class RequestInput implements Closeable {

    /** Room for a write of 1 MiB and what may come with it. */
    private static final int USUAL_BYTES = 2 << 20;
    private static final int CHEAP_TO_MOVE = 16 << 10;
    private static final int LARGE = 128 << 10;
    private static final int PATIENCE = 64;

    private final Transport transport;
    private final Arena usualArena = Arena.ofShared();
    private final ByteBuffer usual = usualArena.allocate(USUAL_BYTES, 4096).asByteBuffer();
    private Arena grownArena;
    private ByteBuffer buffer = usual;
    private int waitsInGrown;
    private int at = Writes.LEAD;
    private int end = Writes.LEAD;

    RequestInput(Transport transport, ByteBuffer first) {
        this.transport = transport;
        end += first.remaining();
        buffer.put(at, first, first.position(), first.remaining());
    }

    /** For absolute access; whoever gets it to change its limit gets a duplicate. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Where the next byte is that was not consumed yet. */
    int at() {
        return at;
    }

    boolean holds(int bytes) {
        return end - at >= bytes;
    }

    void consume(int bytes) {
        at += bytes;
    }

    /**
     * Waits until so many bytes are here, which may move all that was not consumed. False when the client ended the stream and nothing
     * was left.
     */
    boolean await(int bytes) throws IOException {
        makeRoom(bytes);
        while (!holds(bytes)) {
            buffer.limit(readUntil(bytes)).position(end);
            int n = transport.read(buffer);
            if (n < 0 && at == end) {
                return false;
            }
            if (n < 0) {
                throw new EOFException("the client left in the middle of a request");
            }
            end += n;
            buffer.clear();
        }
        return true;
    }

    /** Consumes bytes that nobody wants, however many. */
    void discard(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (at == end && !await(1)) {
                throw new EOFException("the client left in the middle of a request");
            }
            int n = (int) Math.min(left, end - at);
            at += n;
            left -= n;
        }
    }

    /** The rest of a large request alone, so that the next one begins where nothing has to be moved. */
    private int readUntil(int bytes) {
        int missing = bytes - (end - at);
        return missing >= LARGE ? end + missing : buffer.capacity();
    }

    private void makeRoom(int bytes) {
        if (at == end) {
            at = Writes.LEAD;
            end = Writes.LEAD;
        }
        if (bytes > buffer.capacity() - Writes.LEAD) {
            grow(bytes);
        } else if (buffer != usual && bytes <= USUAL_BYTES / 2 && ++waitsInGrown > PATIENCE
                && end - at < USUAL_BYTES / 2) {
            moveTo(usual);
            closeGrown();
        } else if (at > Writes.LEAD && (end - at <= CHEAP_TO_MOVE || bytes > buffer.capacity() - at)) {
            moveTo(buffer);
        }
    }

    private void grow(int bytes) {
        Arena arena = Arena.ofShared();
        moveTo(arena.allocate(Writes.LEAD + bytes, 4096).asByteBuffer());
        closeGrown();
        grownArena = arena;
        waitsInGrown = 0;
    }

    private void moveTo(ByteBuffer other) {
        other.put(Writes.LEAD, buffer, at, end - at);
        end = Writes.LEAD + end - at;
        at = Writes.LEAD;
        buffer = other;
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
