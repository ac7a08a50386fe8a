package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A small NBD client of its own: the protocol as the public specification tells it, not as our server does. For one thread. */
public final class NbdClient implements Closeable {

    public static final int FLAG_FUA = 1;

    /** What is asked of a disk. */
    public enum Command {
        READ(0), WRITE(1), FLUSH(3), TRIM(4), WRITE_ZEROES(6);

        private final int number;

        Command(int number) {
            this.number = number;
        }
    }

    private static final long NBDMAGIC = 0x4e42444d41474943L;
    private static final long IHAVEOPT = 0x49484156454f5054L;
    private static final long REPLY_TO_OPTION = 0x3e889045565a9L;
    private static final int FIXED_NEWSTYLE_WITHOUT_ZEROES = 3;
    private static final int OPTION_GO = 7;
    private static final int INFO = 3;
    private static final int ACK = 1;
    private static final int REQUEST = 0x25609513;
    private static final int SIMPLE_REPLY = 0x67446698;
    private static final int DISCONNECT = 2;

    private final SocketChannel socket;
    private long size;

    private NbdClient(SocketChannel socket) {
        this.socket = socket;
    }

    /** Takes the export with this name on a unix socket. */
    public static NbdClient connect(Path socket, String export) throws IOException {
        return connect(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(socket), export);
    }

    private static NbdClient connect(StandardProtocolFamily family, SocketAddress address, String export)
            throws IOException {
        SocketChannel socket = SocketChannel.open(family);
        try {
            socket.connect(address);
            var client = new NbdClient(socket);
            client.handshake(export.getBytes(StandardCharsets.UTF_8));
            return client;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void handshake(byte[] export) throws IOException {
        ByteBuffer greeting = receive(18);
        expect(NBDMAGIC, greeting.getLong());
        expect(IHAVEOPT, greeting.getLong());
        send(ByteBuffer.allocate(4).putInt(FIXED_NEWSTYLE_WITHOUT_ZEROES).flip());
        send(ByteBuffer.allocate(22 + export.length).putLong(IHAVEOPT).putInt(OPTION_GO).putInt(6 + export.length)
                .putInt(export.length).put(export).putShort((short) 0).flip());
        while (!acknowledged()) {
            // further information comes
        }
    }

    private boolean acknowledged() throws IOException {
        ByteBuffer reply = receive(20);
        expect(REPLY_TO_OPTION, reply.getLong());
        expect(OPTION_GO, reply.getInt());
        int type = reply.getInt();
        ByteBuffer data = receive(reply.getInt());
        if (type == INFO && data.getShort() == 0) {
            size = data.getLong();
        } else if (type != INFO && type != ACK) {
            throw new IOException("the server refuses with " + Integer.toHexString(type));
        }
        return type == ACK;
    }

    private static void expect(long expected, long found) throws IOException {
        if (expected != found) {
            throw new IOException("the server says " + Long.toHexString(found) + " instead of "
                    + Long.toHexString(expected));
        }
    }

    /** Of the disk, in bytes. */
    public long size() {
        return size;
    }

    /** Asks for something and does not wait for the reply. */
    public void ask(Command command, int flags, long cookie, long offset, int length, ByteBuffer data)
            throws IOException {
        ByteBuffer request = ByteBuffer.allocate(28 + (data == null ? 0 : data.remaining())).putInt(REQUEST)
                .putShort((short) flags).putShort((short) command.number).putLong(cookie).putLong(offset)
                .putInt(length);
        if (data != null) {
            request.put(data.duplicate());
        }
        send(request.flip());
    }

    /**
     * The cookie of the next request that was done; of none that reads.
     *
     * @throws IOException when the server says that it failed
     */
    public long done() throws IOException {
        ByteBuffer reply = receive(16);
        expect(SIMPLE_REPLY, reply.getInt());
        int error = reply.getInt();
        if (error != 0) {
            throw new NbdError(error);
        }
        return reply.getLong();
    }

    /** The server did not do what it was asked. */
    public static final class NbdError extends IOException {

        private NbdError(int error) {
            super("the server answers with error " + error);
        }
    }

    public ByteBuffer read(long offset, int length) throws IOException {
        ask(Command.READ, 0, 0, offset, length, null);
        done();
        return receive(length);
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private ByteBuffer receive(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (socket.read(bytes) < 0) {
                throw new EOFException("the server is gone");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            send(ByteBuffer.allocate(28).putInt(REQUEST).putShort((short) 0).putShort((short) DISCONNECT).clear());
        } catch (IOException _) {
            // the server was quicker
        }
    }
}
