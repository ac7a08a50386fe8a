package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;

/** One client from its first byte to its last, in a thread of its own. Whatever it does, it loses only this connection. */
final class Connection implements Runnable, Closeable {

    private final SocketChannel socket;
    private final String client;
    private final Exports exports;
    private final NbdTls tls;
    private final NbdEvents events;
    private final Admission admission;
    /** Why the server hung up, if it did. */
    private final AtomicReference<Throwable> dropped = new AtomicReference<>();

    Connection(SocketChannel socket, String client, Exports exports, NbdTls tls, NbdEvents events,
            Admission admission) {
        this.socket = socket;
        this.client = client;
        this.exports = exports;
        this.tls = tls;
        this.events = events;
        this.admission = admission;
    }

    @Override
    public void run() {
        try {
            Session session = choose();
            if (session != null) {
                serve(session);
            }
        } finally {
            closeSocket();
            admission.leave(this);
        }
    }

    /** Null when there is nothing to serve. */
    private Session choose() {
        try {
            Session session = new Handshake(new PlainTransport(socket), exports, tls).run();
            String refusal = session == null ? null : admission.admit(this);
            if (session != null && refusal == null) {
                return session;
            }
            events.refused(client, refusal == null ? null : reason(new ProtocolException(refusal)));
        } catch (IOException | RuntimeException | Error e) {
            events.refused(client, reason(e));
        }
        return null;
    }

    private void serve(Session session) {
        Export export = session.export();
        if (!export.enter(this)) {
            events.refused(client, new ProtocolException("export '" + export.name() + "' is no longer there"));
            return;
        }
        events.opened(client, export.name());
        Throwable reason = null;
        try {
            transmit(session);
        } catch (IOException | RuntimeException | Error e) {
            reason = reason(e);
        } finally {
            export.leave(this);
        }
        events.closed(client, export.name(), reason);
    }

    private void transmit(Session session) throws IOException {
        Client served = new Client(client, session.export(), events);
        try (RequestInput input = new RequestInput(session.transport(), session.rest());
                Replies replies = new Replies(session.transport())) {
            new Transmission(session, served, input, replies).run();
            session.transport().end();
        }
    }

    private Throwable reason(Throwable found) {
        Throwable drop = dropped.get();
        return drop != null ? drop : found;
    }

    /** The server hangs up. */
    void drop(Throwable reason) {
        dropped.compareAndSet(null, reason);
        closeSocket();
    }

    /** A socket that does not close as it should is of no more use to anybody either. */
    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            dropped.compareAndSet(null, e);
        }
    }

    @Override
    public void close() {
        drop(new ProtocolException("the export is removed"));
    }
}
