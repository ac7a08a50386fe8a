package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Speaks the protocol by numbers of its own, as its specification gives them, and may say anything. */
final class RawClient implements AutoCloseable {

    static final int READ = 0;
    static final int WRITE = 1;
    static final int DISC = 2;
    static final int FLUSH = 3;
    static final int TRIM = 4;
    static final int CACHE = 5;
    static final int WRITE_ZEROES = 6;
    static final int BLOCK_STATUS = 7;
    static final int FUA = 1;

    /** An answer to an option. */
    record OptionReply(int option, int type, ByteBuffer data) {}

    /** A chunk of a structured reply. */
    record Chunk(int flags, int type, long handle, ByteBuffer data) {

        boolean last() {
            return flags == 1;
        }
    }

    final SocketChannel socket;

    RawClient(SocketAddress address) throws IOException {
        socket = SocketChannel.open(address);
    }

    void greet() throws IOException {
        greet(3);
    }

    void greet(int flags) throws IOException {
        ByteBuffer greeting = receive(18);
        assertThat(greeting.getLong()).isEqualTo(0x4e42444d41474943L);
        assertThat(greeting.getLong()).isEqualTo(0x49484156454f5054L);
        assertThat(greeting.getShort()).isEqualTo((short) 3);
        send(ByteBuffer.allocate(4).putInt(flags).flip());
    }

    void sendOption(int option, byte... data) throws IOException {
        send(ByteBuffer.allocate(16 + data.length).putLong(0x49484156454f5054L).putInt(option).putInt(data.length)
                .put(data).flip());
    }

    OptionReply optionReply() throws IOException {
        ByteBuffer header = receive(20);
        assertThat(header.getLong()).isEqualTo(0x3e889045565a9L);
        int option = header.getInt();
        int type = header.getInt();
        return new OptionReply(option, type, receive(header.getInt()));
    }

    /** All answers to an option, up to the one that ends it. */
    List<OptionReply> option(int option, byte... data) throws IOException {
        sendOption(option, data);
        List<OptionReply> replies = new ArrayList<>();
        do {
            replies.add(optionReply());
            assertThat(replies.getLast().option()).isEqualTo(option);
        } while (replies.getLast().type() > 1);
        return replies;
    }

    /** The type of the last answer to an option. */
    int outcome(int option, byte... data) throws IOException {
        return option(option, data).getLast().type();
    }

    static byte[] exportInfo(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(6 + bytes.length).putInt(bytes.length).put(bytes).putShort((short) 0).array();
    }

    static byte[] contexts(String name, String... queries) {
        ByteBuffer data = ByteBuffer.allocate(10_000);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        data.putInt(bytes.length).put(bytes).putInt(queries.length);
        for (String query : queries) {
            byte[] text = query.getBytes(StandardCharsets.UTF_8);
            data.putInt(text.length).put(text);
        }
        byte[] all = new byte[data.position()];
        data.get(0, all);
        return all;
    }

    void open(String export, boolean structured) throws IOException {
        if (structured) {
            assertThat(outcome(8)).isEqualTo(1);
            assertThat(outcome(10, contexts(export, "base:allocation"))).isEqualTo(1);
        }
        assertThat(outcome(7, exportInfo(export))).isEqualTo(1);
    }

    static ByteBuffer request(int flags, int command, long handle, long offset, int length, byte... payload) {
        return ByteBuffer.allocate(28 + payload.length).putInt(0x25609513).putShort((short) flags)
                .putShort((short) command).putLong(handle).putLong(offset).putInt(length).put(payload).flip();
    }

    void send(ByteBuffer... all) throws IOException {
        for (ByteBuffer each : all) {
            while (each.hasRemaining()) {
                socket.write(each);
            }
        }
    }

    /** The error of the next simple reply, which must be to this request. */
    int simpleReply(long handle) throws IOException {
        ByteBuffer reply = receive(16);
        assertThat(reply.getInt()).isEqualTo(0x67446698);
        int error = reply.getInt();
        assertThat(reply.getLong()).isEqualTo(handle);
        return error;
    }

    int ask(int flags, int command, long offset, int length, byte... payload) throws IOException {
        send(request(flags, command, 77, offset, length, payload));
        return simpleReply(77);
    }

    /** With simple replies. */
    byte[] read(long offset, int length) throws IOException {
        assertThat(ask(0, READ, offset, length)).isZero();
        return receive(length).array();
    }

    Chunk chunk() throws IOException {
        ByteBuffer header = receive(20);
        assertThat(header.getInt()).isEqualTo(0x668e33ef);
        int flags = Short.toUnsignedInt(header.getShort());
        int type = Short.toUnsignedInt(header.getShort());
        long handle = header.getLong();
        return new Chunk(flags, type, handle, receive(header.getInt()));
    }

    List<Chunk> chunks(long handle) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        do {
            chunks.add(chunk());
            assertThat(chunks.getLast().handle()).isEqualTo(handle);
        } while (!chunks.getLast().last());
        return chunks;
    }

    ByteBuffer receive(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (socket.read(buffer) < 0) {
                throw new EOFException("the server hung up");
            }
        }
        return buffer.flip();
    }

    /** Whether the server hung up; waits until it sends something or does. */
    boolean hungUp() {
        try {
            return socket.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Takes whatever comes until the server hangs up. */
    void awaitHangUp() {
        try {
            while (socket.read(ByteBuffer.allocate(1000)) >= 0) {
                continue;
            }
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
