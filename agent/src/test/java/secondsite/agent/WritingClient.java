package secondsite.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdClient.Command;

/** Has many writes under way, and tells which were answered. Blocks hold their version, over and over. */
final class WritingClient implements AutoCloseable {

    static final int BLOCK = 4096;

    /** A write that was sent; flush when the block is negative. */
    record Sent(int block, int version) {}

    private final NbdClient client;
    private final Map<Long, Sent> waiting = new LinkedHashMap<>();
    private long cookie;

    WritingClient(Path path) throws IOException {
        client = NbdClient.connect(path, "");
    }

    void write(int block, int version) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(BLOCK);
        while (data.hasRemaining()) {
            data.putInt(version);
        }
        waiting.put(++cookie, new Sent(block, version));
        client.ask(Command.WRITE, 0, cookie, (long) block * BLOCK, BLOCK, data.flip());
    }

    void flush() throws IOException {
        waiting.put(++cookie, new Sent(-1, 0));
        client.ask(Command.FLUSH, 0, cookie, 0, 0, null);
    }

    int underWay() {
        return waiting.size();
    }

    /** What was sent and not answered. */
    Collection<Sent> unanswered() {
        return waiting.values();
    }

    /** Waits for the next answer. */
    Sent answered() throws IOException {
        try {
            return waiting.remove(client.done());
        } catch (NbdClient.NbdError e) {
            throw new AssertionError("a write failed", e);
        }
    }

    ByteBuffer read(long offset, int length) throws IOException {
        return client.read(offset, length);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
