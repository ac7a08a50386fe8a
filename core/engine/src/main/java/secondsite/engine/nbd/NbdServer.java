package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Offers exports to NBD clients, on any number of unix sockets and TCP ports. */
public final class NbdServer implements Closeable {

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Exports exports;
    private final NbdSettings settings;
    private final NbdEvents events;
    private final Admission admission;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public NbdServer(Exports exports, NbdSettings settings, NbdEvents events) {
        this.exports = exports;
        this.settings = settings;
        this.events = events;
        admission = new Admission(settings);
    }

    /**
     * Takes clients at this address from now on. Of a unix socket the file is made, for the owner only; one that a dead server left is
     * replaced.
     *
     * @return the address, with the port that was chosen when none was asked for
     */
    public SocketAddress listen(SocketAddress address) throws IOException {
        Listener listener = Listener.open(address, events, this::take);
        listeners.add(listener);
        return listener.address();
    }

    private void take(SocketChannel socket, String client) {
        Connection connection = new Connection(socket, client, exports, settings.tls(), events, admission);
        if (!admission.enter(connection)) {
            connection.drop(new ProtocolException("the server is closing"));
            return;
        }
        try {
            Thread.ofPlatform().name("nbd-" + client).daemon().start(connection);
        } catch (OutOfMemoryError e) {
            admission.leave(connection);
            throw e;
        }
    }

    /** Takes no more clients and disconnects those there are; waits for what their disks are doing, 10 s at most. */
    @Override
    public void close() throws IOException {
        for (Listener listener : listeners) {
            listener.close();
        }
        admission.close(CLOSING);
    }
}
