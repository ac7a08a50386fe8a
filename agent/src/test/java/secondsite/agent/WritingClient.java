package secondsite.agent;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A small NBD client with many writes under way, that tells which were answered. Blocks hold their version, over and over. */
final class WritingClient implements AutoCloseable {

    static final int BLOCK = 4096;

    private static final int REQUEST = 0x25609513;
    private static final int REPLY = 0x67446698;

    /** A write that was sent; flush when the block is negative. */
    record Sent(int block, int version) {}

    private final SocketChannel socket;
    private final Deque<Sent> waiting = new ArrayDeque<>();

    WritingClient(Path path) throws IOException {
        socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
        receive(18);
        byte[] handshake = ByteBuffer.allocate(4 + 16).putInt(3).putLong(0x49484156454F5054L).putInt(1).putInt(0)
                .array();
        send(ByteBuffer.wrap(handshake));
        receive(10);
    }

    void write(int block, int version) throws IOException {
        ByteBuffer request = request(1, (long) block * BLOCK, BLOCK, BLOCK);
        while (request.hasRemaining()) {
            request.putInt(version);
        }
        waiting.add(new Sent(block, version));
        send(request.flip());
    }

    void flush() throws IOException {
        waiting.add(new Sent(-1, 0));
        send(request(3, 0, 0, 0).flip());
    }

    private static ByteBuffer request(int command, long offset, int length, int payload) {
        return ByteBuffer.allocate(28 + payload).putInt(REQUEST).putShort((short) 0).putShort((short) command)
                .putLong(0).putLong(offset).putInt(length);
    }

    int underWay() {
        return waiting.size();
    }

    /** What was sent and not answered. */
    Iterable<Sent> unanswered() {
        return waiting;
    }

    /** Waits for the next answer; they come in the order of their requests. */
    Sent answered() throws IOException {
        ByteBuffer reply = receive(16);
        if (reply.getInt() != REPLY || reply.getInt() != 0) {
            throw new AssertionError("a write failed");
        }
        return waiting.remove();
    }

    ByteBuffer read(long offset, int length) throws IOException {
        send(request(0, offset, length, 0).flip());
        receive(16);
        return receive(length);
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private ByteBuffer receive(int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (socket.read(bytes) < 0) {
                throw new EOFException("the server is gone");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
