package secondsite.agent.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import secondsite.api.Json;

/** Gives orders to an agent on this machine. */
public final class ControlClient {

    private final Path path;

    public ControlClient(Path path) {
        this.path = path;
    }

    /**
     * Gives an order and waits until it is carried out.
     *
     * @return what came of it
     * @throws IOException when no agent answers, or with the agent's reason not to
     */
    public JsonNode give(Order order) throws IOException {
        Reply reply = Json.read(ask(Json.write(order)), Reply.class);
        if (reply.error() != null) {
            throw new IOException(reply.error());
        }
        return reply.result();
    }

    private byte[] ask(byte[] line) throws IOException {
        try (SocketChannel socket = connect()) {
            Lines.write(socket, line);
            return Lines.read(socket);
        }
    }

    private SocketChannel connect() throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            throw new IOException(path + ": no agent answers there (" + e.getMessage() + ")", e);
        }
    }
}
