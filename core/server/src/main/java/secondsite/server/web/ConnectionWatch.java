package secondsite.server.web;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections that take too long for what they are at: a handshake, a request line with headers, a body, an answer that nobody
 * reads. Each has to be over at a fixed time, however steadily single bytes drip in. A connection is known by the thread that serves it.
 *
 * <p>It closes the socket and never interrupts the thread, which may be writing to a journal.
 */
final class ConnectionWatch implements AutoCloseable {

    static final Duration FIRST_REQUEST = Duration.ofSeconds(20);
    static final Duration NEXT_REQUEST = Duration.ofSeconds(60);
    static final Duration ANSWER = Duration.ofMinutes(30);

    /** What a body may take beyond what its length allows. */
    private static final Duration BODY = Duration.ofSeconds(15);
    private static final long SLOWEST_BYTES_PER_SECOND = 32 << 10;

    private static final Duration ROUND = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

    private record Watched(Socket socket, long untilNanos) {}

    private final Map<Thread, Watched> connections = new ConcurrentHashMap<>();
    private final Thread watcher = Thread.ofPlatform().daemon().name("connection watch").start(this::run);
    private volatile boolean closed;

    /** The current thread serves a new connection. */
    void opened(Socket socket) {
        connections.put(Thread.currentThread(), new Watched(socket, System.nanoTime() + FIRST_REQUEST.toNanos()));
    }

    /** The current thread's connection has to be done with what it begins now after this time. */
    void allow(Duration time) {
        connections.computeIfPresent(Thread.currentThread(),
                (_, watched) -> new Watched(watched.socket(), System.nanoTime() + time.toNanos()));
    }

    /** How long bytes may take over the network. */
    static Duration timeFor(long bytes) {
        return BODY.plusSeconds(Math.max(0, bytes) / SLOWEST_BYTES_PER_SECOND);
    }

    private void run() {
        while (!closed) {
            long now = System.nanoTime();
            connections.forEach((thread, watched) -> {
                if (!thread.isAlive()) {
                    connections.remove(thread);
                } else if (now - watched.untilNanos() > 0) {
                    cut(thread, watched);
                }
            });
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(ROUND);
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    private void cut(Thread thread, Watched watched) {
        connections.remove(thread);
        LOG.info("closing the connection from {}: it took too long", watched.socket().getRemoteSocketAddress());
        try {
            watched.socket().close();
        } catch (IOException e) {
            LOG.debug("closing a connection", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
    }
}
