package secondsite.api.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import secondsite.api.Json;

/**
 * One conversation with a QEMU over its QMP socket: a line of JSON each way. QEMU serves one client at a time, the others wait; so a
 * conversation is short. Not for several threads.
 *
 * <p>Facts are of QEMU's {@code docs/interop/qmp-spec}.
 */
public final class Qmp implements Closeable {

    /** Nothing that is asked here has a longer answer. */
    static final int LONGEST_LINE_BYTES = 4 << 20;
    /** Older ones are forgotten. */
    static final int MOST_EVENTS = 256;

    private static final int FIRST_BUFFER_BYTES = 16 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final Duration patience;
    private final Deque<JsonNode> events = new ArrayDeque<>();
    private ByteBuffer input = ByteBuffer.allocate(FIRST_BUFFER_BYTES).limit(0);
    private long lastId;

    private Qmp(SocketChannel channel, Selector selector, Duration patience) {
        this.channel = channel;
        this.selector = selector;
        this.patience = patience;
    }

    /**
     * @param patience for each answer, the greeting included
     * @throws IOException when nobody listens there, or it is no QMP
     */
    public static Qmp connect(Path socket, Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            try {
                channel.register(selector, SelectionKey.OP_READ);
                var qmp = new Qmp(channel, selector, patience);
                qmp.agree(socket);
                return qmp;
            } catch (IOException | RuntimeException e) {
                selector.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void agree(Path socket) throws IOException {
        JsonNode greeting = line(System.nanoTime() + patience.toNanos());
        if (!greeting.path("QMP").isObject()) {
            throw new IOException(socket + " does not speak QMP, it says " + shortened(greeting));
        }
        ask("qmp_capabilities", Map.of());
    }

    /** As {@link #ask(String, Map)}, without arguments. */
    public JsonNode ask(String command) throws IOException {
        return ask(command, Map.of());
    }

    /**
     * What the command returns.
     *
     * @throws QmpException when QEMU refuses it
     * @throws QmpSilenceException when it does not answer in time; nothing more is to be asked then
     */
    public JsonNode ask(String command, Map<String, ?> arguments) throws IOException {
        long id = ++lastId;
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("execute", command);
        request.put("arguments", arguments);
        request.put("id", id);
        send(Json.write(request));
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            JsonNode answer = line(deadline);
            if (answer.has("event")) {
                remember(answer);
            } else if (answer.path("id").asLong() == id) {
                return result(command, answer);
            } else if (answer.has("error")) {
                return result(command, answer);
            }
        }
    }

    private static JsonNode result(String command, JsonNode answer) throws QmpException {
        JsonNode error = answer.get("error");
        if (error != null) {
            throw new QmpException(command, error.path("class").asText(), error.path("desc").asText());
        }
        return answer.path("return");
    }

    /** The first event like that since the connection was made and that was not awaited yet; null when there is none within the time. */
    public JsonNode await(Predicate<JsonNode> wanted, Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (true) {
                for (JsonNode event = events.poll(); event != null; event = events.poll()) {
                    if (wanted.test(event)) {
                        return event;
                    }
                }
                remember(line(deadline));
            }
        } catch (QmpSilenceException _) {
            return null;
        }
    }

    private void remember(JsonNode event) {
        if (event.has("event")) {
            if (events.size() == MOST_EVENTS) {
                events.removeFirst();
            }
            events.add(event);
        }
    }

    private void send(byte[] json) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        long deadline = System.nanoTime() + patience.toNanos();
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                ready(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    private JsonNode line(long deadline) throws IOException {
        while (true) {
            for (int i = input.position(); i < input.limit(); i++) {
                if (input.get(i) == '\n') {
                    byte[] json = new byte[i - input.position()];
                    input.get(json).get();
                    return Json.read(json, JsonNode.class);
                }
            }
            more(deadline);
        }
    }

    private void more(long deadline) throws IOException {
        input.compact();
        if (!input.hasRemaining()) {
            if (input.capacity() >= LONGEST_LINE_BYTES) {
                throw new IOException("QEMU said more than " + LONGEST_LINE_BYTES + " bytes in one line");
            }
            input = ByteBuffer.allocate(input.capacity() * 2).put(input.flip());
        }
        try {
            int count = channel.read(input);
            while (count == 0) {
                ready(SelectionKey.OP_READ, deadline);
                count = channel.read(input);
            }
            if (count < 0) {
                throw new EOFException("QEMU hung up");
            }
        } finally {
            input.flip();
        }
    }

    private void ready(int operation, long deadline) throws IOException {
        channel.keyFor(selector).interestOps(operation);
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new QmpSilenceException("QEMU did not answer within " + patience.toSeconds() + " s");
        }
        selector.selectedKeys().clear();
    }

    private static String shortened(JsonNode answer) {
        String text = answer.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
