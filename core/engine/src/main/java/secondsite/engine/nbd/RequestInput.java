package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Writes;

/**
 * The bytes of requests, in one direct buffer: each read takes as much as the socket has. Bytes before {@link Writes#LEAD} are never
 * filled, so that whatever request comes first has that room before it.
 */
final class RequestInput implements Closeable {

    private static final int CHEAP_TO_MOVE = 16 << 10;
    private static final int LARGE = 128 << 10;

    private final Transport transport;
    private final RoomyBuffer room = new RoomyBuffer();
    private ByteBuffer buffer = room.current();
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
        if (!room.suits(Writes.LEAD + Math.max(bytes, end - at))) {
            room.change(Writes.LEAD + Math.max(bytes, end - at), at, end - at, Writes.LEAD);
            buffer = room.current();
            moved();
        } else if (at > Writes.LEAD && (end - at <= CHEAP_TO_MOVE || bytes > buffer.capacity() - at)) {
            buffer.put(Writes.LEAD, buffer, at, end - at);
            moved();
        }
    }

    private void moved() {
        end = Writes.LEAD + end - at;
        at = Writes.LEAD;
    }

    @Override
    public void close() {
        room.close();
    }
}
