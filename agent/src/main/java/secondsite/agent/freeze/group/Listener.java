package secondsite.agent.freeze.group;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.engine.ship.MonotonicTime;

/**
 * Hears the agents of this machine's group. Whoever has not shown yet who he is has little time, and gives way to who comes after him
 * when there are many; strangers learn nothing. Of one agent only the newest connection is heard.
 */
final class Listener implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int STRANGERS = 32;
    private static final long HANDSHAKE_NANOS = Duration.ofSeconds(3).toNanos();
    private static final int LOOK_MILLIS = 500;
    private static final int REST_OF_MESSAGE_MILLIS = 2000;
    private static final int BACKLOG = 128;

    private final AgentTls tls;
    private final MonotonicTime time;
    private final Predicate<String> answered;
    private final MemberThread member;
    private final ServerSocket server;
    private final Thread thread = Thread.ofPlatform().name("group listener").daemon().unstarted(this::run);
    private final Deque<Stranger> strangers = new ArrayDeque<>();
    private final Map<String, Socket> agents = new HashMap<>();
    private volatile boolean closed;

    private record Stranger(Socket socket, long since) {}

    /** An agent's connection. */
    private record Connection(String agent, Socket socket) implements MemberSide.Session {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * Listens, but hears nobody until {@link #start}.
     *
     * @param answered whether an agent of this name is in the group now
     */
    Listener(InetSocketAddress address, AgentTls tls, MonotonicTime time, Predicate<String> answered,
            MemberThread member) throws IOException {
        this.tls = tls;
        this.time = time;
        this.answered = answered;
        this.member = member;
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.setSoTimeout(LOOK_MILLIS);
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen at " + address + " for the agents of a group: " + e.getMessage(), e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                admit(socket);
                Thread.ofVirtual().name("group connection").start(() -> serve(socket));
            } catch (SocketTimeoutException _) {
                // nobody came
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("a connection from another agent could not be accepted: {}", e.getMessage());
                }
            }
            endOverdue();
        }
    }

    private synchronized void admit(Socket socket) {
        if (strangers.size() >= STRANGERS) {
            abort(strangers.removeFirst().socket());
        }
        strangers.addLast(new Stranger(socket, time.nanos()));
    }

    private synchronized void endOverdue() {
        long now = time.nanos();
        while (!strangers.isEmpty() && now - strangers.getFirst().since() > HANDSHAKE_NANOS) {
            abort(strangers.removeFirst().socket());
        }
    }

    /** The connection itself: to take leave by TLS one would have to wait for the other side. */
    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // it is gone
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            SSLSocket secure = tls.called(socket);
            secure.startHandshake();
            Optional<String> agent = PeerName.of(secure.getSession()).filter(answered);
            if (agent.isPresent()) {
                serve(new Connection(agent.get(), socket), secure);
            }
        } catch (IOException e) {
            LOG.debug("a connection from {} ended: {}", socket.getRemoteSocketAddress(), e.getMessage());
        } catch (InterruptedException _) {
            // this program ends
        } finally {
            forget(socket);
        }
    }

    private void serve(Connection connection, SSLSocket secure) throws IOException, InterruptedException {
        replace(connection);
        try {
            answer(connection, secure);
        } finally {
            member.lost(connection);
        }
    }

    private void answer(Connection connection, SSLSocket secure) throws IOException {
        var in = new DataInputStream(secure.getInputStream());
        for (Optional<Message> question = next(secure, in); question.isPresent(); question = next(secure, in)) {
            if (!answered.test(connection.agent())) {
                return;
            }
            Message answer = member.ask(connection, question.get()).join();
            secure.getOutputStream().write(answer.bytes());
        }
    }

    /** Whoever is known may be silent for as long as he likes, between two messages. */
    private static Optional<Message> next(SSLSocket secure, DataInputStream in) throws IOException {
        secure.setSoTimeout(0);
        int version = in.read();
        if (version < 0) {
            return Optional.empty();
        }
        secure.setSoTimeout(REST_OF_MESSAGE_MILLIS);
        return Optional.of(Message.read(version, in));
    }

    private synchronized void replace(Connection connection) throws IOException {
        if (closed) {
            throw new SocketException("this program ends");
        }
        strangers.removeIf(stranger -> stranger.socket() == connection.socket());
        Socket older = agents.put(connection.agent(), connection.socket());
        if (older != null) {
            abort(older);
        }
    }

    private synchronized void forget(Socket socket) {
        strangers.removeIf(stranger -> stranger.socket() == socket);
        agents.values().removeIf(known -> known == socket);
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            strangers.forEach(stranger -> abort(stranger.socket()));
            agents.values().forEach(Listener::abort);
        }
        server.close();
    }
}
