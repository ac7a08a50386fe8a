package secondsite.engine.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a client sends before it has chosen an export. */
final class HandshakeInput {

    private Transport transport;
    /** Bytes that came and are not taken yet. */
    private final ByteBuffer buffer = ByteBuffer.allocate(Nbd.OPTION_LIMIT).limit(0);

    HandshakeInput(Transport transport) {
        this.transport = transport;
    }

    /** From now on bytes come from there. */
    void switchTo(Transport other) {
        transport = other;
    }

    /** Waits for so many bytes, at most {@link Nbd#OPTION_LIMIT}; they are good until the next call. */
    ByteBuffer take(int length) throws IOException {
        if (buffer.remaining() < length) {
            buffer.compact();
            while (buffer.position() < length) {
                receive();
            }
            buffer.flip();
        }
        ByteBuffer taken = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return taken;
    }

    void skip(long length) throws IOException {
        for (long left = length; left > 0;) {
            int n = (int) Math.min(left, Nbd.OPTION_LIMIT);
            take(n);
            left -= n;
        }
    }

    /** What came and was not taken. */
    ByteBuffer rest() {
        return buffer;
    }

    private void receive() throws IOException {
        if (transport.read(buffer) < 0) {
            throw new EOFException("the client left in the middle of the handshake");
        }
    }
}
