package secondsite.server.web;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
public final class ConnectionWatch implements AutoCloseable {

    /**
     * How long things may take.
     *
     * @param firstRequest   from the connection until the first request's headers are here
     * @param nextRequest    from an answer until the next request's headers are here; longer than programs keep connections
     * @param nextOfStranger the same where the peer showed no certificate
     * @param body           a body or answer, beyond what its length allows; between two things that are said on a stream
     * @param bytesPerSecond the slowest network that a body or answer may take
     * @param work           what is done between a body and its answer
     */
    public record Deadlines(Duration firstRequest, Duration nextRequest, Duration nextOfStranger, Duration body,
            long bytesPerSecond, Duration work) {

        public static final Deadlines DEFAULTS = new Deadlines(Duration.ofSeconds(20), Duration.ofSeconds(120),
                Duration.ofSeconds(30), Duration.ofSeconds(15), 32 << 10, Duration.ofMinutes(30));
    }

    /** So long not a byte may come where some are due. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

    /** @param idle nothing is lost when it is closed */
    private record Watched(Socket socket, boolean idle, long untilNanos) {}

    private final Deadlines deadlines;
    private final Map<Thread, Watched> connections = new ConcurrentHashMap<>();
    private final Thread watcher = Thread.ofPlatform().daemon().name("connection watch").unstarted(this::run);
    private volatile boolean closed;
    private volatile boolean stopping;

    ConnectionWatch(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    void start() {
        watcher.start();
    }

    /** The current thread serves a new connection. */
    void opened(Socket socket) throws IOException {
        socket.setSoTimeout((int) SILENCE.toMillis());
        connections.put(Thread.currentThread(),
                new Watched(socket, true, System.nanoTime() + deadlines.firstRequest().toNanos()));
        closeIfStopping();
    }

    /** The current thread's connection receives a body, or sends an answer, of this length. */
    void transfers(long bytes) {
        allow(false, deadlines.body().plusSeconds(Math.max(0, bytes) / deadlines.bytesPerSecond()));
    }

    /** Nobody waits for the current thread's peer. */
    void works() {
        allow(false, deadlines.work());
    }

    /** The current thread's connection is sent something now and then, and can be closed at any time. */
    void streams() {
        allow(true, deadlines.body());
        closeIfStopping();
    }

    /** The current thread's connection waits for the next request. @param known whether its peer has shown a certificate */
    void waits(boolean known) {
        allow(true, known ? deadlines.nextRequest() : deadlines.nextOfStranger());
        closeIfStopping();
    }

    private void allow(boolean idle, Duration time) {
        connections.computeIfPresent(Thread.currentThread(), (_, watched) -> {
            allowSilence(watched.socket(), idle ? Duration.ZERO : SILENCE);
            return new Watched(watched.socket(), idle, System.nanoTime() + time.toNanos());
        });
    }

    /** Between requests, where zero is for ever, only this watch ends a connection: no timer for each of thousands. */
    private static void allowSilence(Socket socket, Duration time) {
        try {
            socket.setSoTimeout((int) time.toMillis());
        } catch (SocketException e) {
            LOG.debug("a connection is closed already", e);
        }
    }

    private void closeIfStopping() {
        Watched own = connections.get(Thread.currentThread());
        if (stopping && own != null) {
            close(own);
        }
    }

    /** From now on connections are closed as soon as no request is under way on them. */
    void stop() {
        stopping = true;
        connections.values().stream().filter(Watched::idle).forEach(ConnectionWatch::close);
    }

    private void run() {
        while (!closed) {
            round();
            pause();
        }
    }

    private void round() {
        long now = System.nanoTime();
        List<Watched> late = new ArrayList<>();
        connections.forEach((thread, watched) -> {
            if (!thread.isAlive()) {
                connections.remove(thread);
            } else if (now - watched.untilNanos() > 0) {
                connections.remove(thread);
                late.add(watched);
            }
        });
        List<Watched> busy = late.stream().filter(watched -> !watched.idle()).toList();
        if (!busy.isEmpty()) {
            LOG.info("closing the connection from {}{}: it took too long",
                    busy.getFirst().socket().getRemoteSocketAddress(),
                    busy.size() == 1 ? "" : " and " + (busy.size() - 1) + " more");
        }
        late.forEach(ConnectionWatch::close);
    }

    private void pause() {
        try {
            Thread.sleep(ROUND);
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    private static void close(Watched watched) {
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
