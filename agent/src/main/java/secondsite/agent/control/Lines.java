package secondsite.agent.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Lines over a socket, of limited length. */
final class Lines {

    private static final int LIMIT_BYTES = 4 << 20;

    private Lines() {}

    /** The bytes up to the next end of a line; nothing behind it is expected. */
    static byte[] read(SocketChannel socket) throws IOException {
        var buffer = ByteBuffer.allocate(64 << 10);
        while (buffer.position() == 0 || buffer.get(buffer.position() - 1) != '\n') {
            if (!buffer.hasRemaining()) {
                buffer = larger(buffer);
            }
            if (socket.read(buffer) < 0) {
                throw new EOFException("the other side left in the middle of a line");
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static ByteBuffer larger(ByteBuffer full) throws IOException {
        if (full.capacity() >= LIMIT_BYTES) {
            throw new IOException("a line of more than " + LIMIT_BYTES + " bytes");
        }
        return ByteBuffer.allocate(full.capacity() * 2).put(full.flip());
    }

    static void write(SocketChannel socket, byte[] line) throws IOException {
        var buffer = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        while (buffer.hasRemaining()) {
            socket.write(buffer);
        }
    }
}
