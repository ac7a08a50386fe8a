package secondsite.agent.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Json;

/** Takes orders on a unix socket that only its owner may open: one a connection, a line of JSON, answered with a line. */
public final class ControlServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final Orders orders;
    private final Duration patience;
    private final ServerSocketChannel server;
    private final Semaphore clients = new Semaphore(CLIENTS);

    /** Listens at this path from now on; a socket that a dead agent left is replaced. */
    public ControlServer(Path path, Orders orders) throws IOException {
        this(path, orders, PATIENCE);
    }

    /** @param patience how long a client may take to say its order, and to hear the answer */
    ControlServer(Path path, Orders orders, Duration patience) throws IOException {
        this.path = path;
        this.orders = orders;
        this.patience = patience;
        refuseIfSomebodyAnswers(path);
        Files.deleteIfExists(path);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            server.close();
            throw new IOException(path + ": no orders can be taken there (" + e.getMessage() + ")", e);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        Thread.ofVirtual().name("control").start(this::listen);
    }

    private static void refuseIfSomebodyAnswers(Path path) throws IOException {
        boolean answered;
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            answered = socket.isConnected();
        } catch (IOException _) {
            answered = false;
        }
        if (answered) {
            throw new IOException(path + ": another agent listens there already");
        }
    }

    private void listen() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                clients.acquire();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (ClosedChannelException | InterruptedException _) {
            LOG.debug("no more orders are taken");
        } catch (IOException e) {
            LOG.error("{}: no more orders are taken", path, e);
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            byte[] order = within(client, () -> Lines.read(client));
            byte[] answer = Json.write(answer(order));
            within(client, () -> {
                Lines.write(client, answer);
                return answer;
            });
        } catch (IOException e) {
            LOG.debug("an order was not answered", e);
        } finally {
            clients.release();
        }
    }

    private interface Talk {

        byte[] lines() throws IOException;
    }

    /** A client that is silent for too long would keep its place for ever: it is hung up on. */
    private byte[] within(SocketChannel client, Talk talk) throws IOException {
        var over = new AtomicBoolean();
        Thread hangUp = Thread.startVirtualThread(() -> hangUp(client, over));
        try {
            byte[] said = talk.lines();
            if (!over.compareAndSet(false, true)) {
                throw new AsynchronousCloseException();
            }
            return said;
        } finally {
            hangUp.interrupt();
        }
    }

    private void hangUp(SocketChannel client, AtomicBoolean over) {
        try {
            Thread.sleep(patience);
            if (over.compareAndSet(false, true)) {
                client.close();
            }
        } catch (InterruptedException | IOException _) {
            LOG.trace("a client said what it had to say in time");
        }
    }

    private Reply answer(byte[] line) {
        try {
            Object result = orders.carryOut(Json.read(line, Order.class));
            return new Reply(null, result == null ? NullNode.getInstance() : tree(result));
        } catch (IOException | RuntimeException e) {
            return new Reply(Optional.ofNullable(e.getMessage()).orElse(e.toString()), null);
        } catch (InterruptedException _) {
            return new Reply("the agent is stopping", null);
        }
    }

    private static JsonNode tree(Object result) throws IOException {
        return Json.read(Json.write(result), JsonNode.class);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
