package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The client's side of one connection to a server that others run: chooses an export, then reads it. For one thread at a time; any may close it,
 * which ends the other's call.
 */
final class ReadingConnection implements Closeable {

    /** QEMU's own limit of extents in an answer, and some more. */
    private static final int LONGEST_STATUS_BYTES = 2 << 20;
    private static final int LONGEST_TEXT_BYTES = 64 << 10;
    private static final int ERROR_BIT = 0x8000;

    private final SocketAddress address;
    private final SocketChannel socket;
    private final Selector selector;
    private final Duration patience;
    private OptionalInt context = OptionalInt.empty();
    private long size = -1;
    private long cookie;

    /** What a server says of a range. @param state as its context defines it */
    record Status(long length, int state) {}

    private ReadingConnection(SocketAddress address, SocketChannel socket, Duration patience) throws IOException {
        this.address = address;
        this.socket = socket;
        this.patience = patience;
        this.selector = Selector.open();
    }

    /**
     * @param context  what {@link #status} is to tell of, if the server knows of it
     * @param patience with the server, whenever it is to say or to take something
     */
    static ReadingConnection open(SocketAddress address, String export, String context, Duration patience)
            throws IOException {
        SocketChannel socket = SocketChannel.open(address);
        ReadingConnection connection = null;
        try {
            connection = new ReadingConnection(address, socket, patience);
            socket.configureBlocking(false);
            socket.register(connection.selector, SelectionKey.OP_READ);
            connection.choose(export.getBytes(StandardCharsets.UTF_8), context.getBytes(StandardCharsets.UTF_8));
            return connection;
        } catch (IOException | RuntimeException e) {
            if (connection != null) {
                connection.close();
            }
            socket.close();
            throw e;
        }
    }

    private void choose(byte[] export, byte[] wanted) throws IOException {
        ByteBuffer greeting = receive(18);
        expect(Nbd.INIT_MAGIC, greeting.getLong());
        expect(Nbd.OPTION_MAGIC, greeting.getLong());
        int offered = greeting.getShort();
        if ((offered & Nbd.FLAG_FIXED_NEWSTYLE) == 0) {
            throw new ProtocolException(address + " speaks an NBD of old");
        }
        send(ByteBuffer.allocate(4).putInt(offered & (Nbd.FLAG_FIXED_NEWSTYLE | Nbd.FLAG_NO_ZEROES)).flip());
        if (option(Nbd.OPT_STRUCTURED_REPLY, ByteBuffer.allocate(0))) {
            option(Nbd.OPT_SET_META_CONTEXT, ByteBuffer.allocate(12 + export.length + wanted.length)
                    .putInt(export.length).put(export).putInt(1).putInt(wanted.length).put(wanted).flip());
        }
        boolean known = option(Nbd.OPT_GO, ByteBuffer.allocate(6 + export.length).putInt(export.length).put(export)
                .putShort((short) 0).flip());
        if (!known || size < 0) {
            throw new IOException(address + " has no export '" + new String(export, StandardCharsets.UTF_8) + "'");
        }
    }

    /** @return whether the server took it */
    private boolean option(int option, ByteBuffer data) throws IOException {
        send(ByteBuffer.allocate(16 + data.remaining()).putLong(Nbd.OPTION_MAGIC).putInt(option)
                .putInt(data.remaining()).put(data).flip());
        while (true) {
            ByteBuffer head = receive(20);
            expect(Nbd.OPTION_REPLY_MAGIC, head.getLong());
            expect(option, head.getInt());
            int type = head.getInt();
            ByteBuffer said = receive(limited(head.getInt(), LONGEST_TEXT_BYTES));
            if (type < 0) {
                return false;
            } else if (type == Nbd.REP_ACK) {
                return true;
            }
            heed(type, said);
        }
    }

    private void heed(int type, ByteBuffer said) throws IOException {
        if (type == Nbd.REP_META_CONTEXT && said.remaining() >= 4) {
            context = OptionalInt.of(said.getInt());
        } else if (type == Nbd.REP_INFO && said.remaining() >= 10 && said.getShort() == Nbd.INFO_EXPORT) {
            size = said.getLong();
        }
    }

    /** Of the export, in bytes. */
    long size() {
        return size;
    }

    /** Whether the server tells of what it was asked for. */
    boolean tells() {
        return context.isPresent();
    }

    /** Fills what remains of the buffer, which is no more than a server gives at once. */
    void read(ByteBuffer into, long offset) throws IOException {
        ask(Nbd.CMD_READ, offset, into.remaining());
        int begin = into.position();
        int wanted = into.remaining();
        int filled = 0;
        for (boolean last = false; !last;) {
            int magic = receive(4).getInt();
            if (magic == Nbd.SIMPLE_REPLY_MAGIC) {
                checkSimple();
                receive(into);
                return;
            }
            Chunk chunk = chunk(magic);
            last = chunk.last();
            filled += switch (chunk.type()) {
                case Nbd.REPLY_TYPE_NONE -> 0;
                case Nbd.REPLY_TYPE_OFFSET_DATA -> data(chunk, into.slice(begin, wanted), offset);
                case Nbd.REPLY_TYPE_OFFSET_HOLE -> hole(chunk, into.slice(begin, wanted), offset);
                default -> throw failure(chunk);
            };
        }
        if (filled != wanted) {
            throw new ProtocolException(address + " answered with " + filled + " bytes of " + wanted);
        }
        into.position(begin + wanted);
    }

    private int data(Chunk chunk, ByteBuffer into, long base) throws IOException {
        int length = chunk.length() - 8;
        receive(part(into, receive(8).getLong() - base, length));
        return length;
    }

    private int hole(Chunk chunk, ByteBuffer into, long base) throws IOException {
        ByteBuffer said = receive(chunk.length());
        if (said.remaining() != 12) {
            throw new ProtocolException(address + " told of a hole in " + said.remaining() + " bytes");
        }
        ByteBuffer zeros = part(into, said.getLong() - base, said.getInt());
        int length = zeros.remaining();
        while (zeros.hasRemaining()) {
            zeros.put((byte) 0);
        }
        return length;
    }

    private ByteBuffer part(ByteBuffer into, long at, int length) throws IOException {
        if (at < 0 || length <= 0 || at > into.remaining() - length) {
            throw new ProtocolException(address + " answered with bytes that nobody asked for");
        }
        return into.slice((int) at, length);
    }

    /** What the server says of the begin of this range. */
    List<Status> status(long offset, int length) throws IOException {
        ask(Nbd.CMD_BLOCK_STATUS, offset, length);
        var all = new ArrayList<Status>();
        for (boolean last = false; !last;) {
            int magic = receive(4).getInt();
            if (magic == Nbd.SIMPLE_REPLY_MAGIC) {
                checkSimple();
                break;
            }
            Chunk chunk = chunk(magic);
            last = chunk.last();
            if (chunk.type() == Nbd.REPLY_TYPE_BLOCK_STATUS) {
                all.addAll(told(receive(limited(chunk.length(), LONGEST_STATUS_BYTES))));
            } else if (chunk.type() != Nbd.REPLY_TYPE_NONE) {
                throw failure(chunk);
            }
        }
        if (all.isEmpty()) {
            throw new ProtocolException(address + " told nothing of a range");
        }
        return all;
    }

    private List<Status> told(ByteBuffer said) throws IOException {
        expect(context.orElseThrow(), said.getInt());
        var told = new ArrayList<Status>();
        while (said.remaining() >= 8) {
            long length = Integer.toUnsignedLong(said.getInt());
            if (length == 0) {
                throw new ProtocolException(address + " told of an extent without bytes");
            }
            told.add(new Status(length, said.getInt()));
        }
        return told;
    }

    private record Chunk(int flags, int type, int length) {

        boolean last() {
            return (flags & Nbd.REPLY_FLAG_DONE) != 0;
        }
    }

    private Chunk chunk(int magic) throws IOException {
        expect(Nbd.STRUCTURED_REPLY_MAGIC, magic);
        ByteBuffer head = receive(Nbd.CHUNK_BYTES - 4);
        int flags = Short.toUnsignedInt(head.getShort());
        int type = Short.toUnsignedInt(head.getShort());
        expect(cookie, head.getLong());
        int length = head.getInt();
        if (length < 0 || type == Nbd.REPLY_TYPE_NONE && length != 0) {
            throw new ProtocolException(address + " announced a chunk of " + length + " bytes");
        }
        return new Chunk(flags, type, length);
    }

    private IOException failure(Chunk chunk) throws IOException {
        if ((chunk.type() & ERROR_BIT) == 0) {
            return new ProtocolException(address + " answered with a chunk of type " + chunk.type());
        }
        ByteBuffer said = receive(limited(chunk.length(), LONGEST_TEXT_BYTES));
        return new IOException(address + " answered with error " + (said.remaining() < 4 ? -1 : said.getInt()));
    }

    private void checkSimple() throws IOException {
        ByteBuffer rest = receive(Nbd.SIMPLE_REPLY_BYTES - 4);
        int error = rest.getInt();
        expect(cookie, rest.getLong());
        if (error != 0) {
            throw new IOException(address + " answered with error " + error);
        }
    }

    private void ask(int command, long offset, int length) throws IOException {
        send(ByteBuffer.allocate(Nbd.REQUEST_BYTES).putInt(Nbd.REQUEST_MAGIC).putShort((short) 0)
                .putShort((short) command).putLong(++cookie).putLong(offset).putInt(length).flip());
    }

    private void expect(long expected, long found) throws ProtocolException {
        if (expected != found) {
            throw new ProtocolException(address + " says " + Long.toHexString(found) + " instead of "
                    + Long.toHexString(expected));
        }
    }

    private int limited(int length, int most) throws ProtocolException {
        if (length < 0 || length > most) {
            throw new ProtocolException(address + " announced " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (socket.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private ByteBuffer receive(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        receive(bytes);
        return bytes.flip();
    }

    private void receive(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = socket.read(bytes);
            if (count < 0) {
                throw new EOFException(address + " has hung up");
            } else if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
    }

    private void await(int operation) throws IOException {
        SelectionKey key = socket.keyFor(selector);
        if (key == null || !key.isValid()) {
            throw new ClosedChannelException();
        }
        key.interestOps(operation);
        if (selector.select(patience.toMillis()) == 0) {
            throw socket.isOpen()
                    ? new IOException(address + " did not answer within " + patience.toSeconds() + " s")
                    : new ClosedChannelException();
        }
        selector.selectedKeys().clear();
    }

    /** Without taking leave: nothing was asked that has to come to an end. */
    @Override
    public void close() throws IOException {
        socket.close();
        selector.wakeup();
        selector.close();
    }
}
