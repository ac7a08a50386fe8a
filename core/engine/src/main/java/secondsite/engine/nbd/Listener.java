package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import secondsite.engine.file.SocketFile;

/** One address where clients come in. */
final class Listener implements Closeable {

    /** When the system has no more sockets to give, the next one comes only when somebody left. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final int BACKLOG = 128;

    private final ServerSocketChannel socket;
    private final SocketAddress address;
    private final NbdEvents events;
    private final BiConsumer<SocketChannel, String> taker;
    private long count;

    private Listener(ServerSocketChannel socket, NbdEvents events, BiConsumer<SocketChannel, String> taker)
            throws IOException {
        this.socket = socket;
        this.events = events;
        this.taker = taker;
        address = socket.getLocalAddress();
    }

    /** @param taker gets each socket, and what to call its client */
    static Listener open(SocketAddress address, NbdEvents events, BiConsumer<SocketChannel, String> taker)
            throws IOException {
        ServerSocketChannel socket = bind(address);
        Listener listener = new Listener(socket, events, taker);
        Thread.ofPlatform().name("nbd-listener").daemon().start(listener::takeAll);
        return listener;
    }

    private static ServerSocketChannel bind(SocketAddress address) throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        ServerSocketChannel socket = unix
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        try {
            if (address instanceof UnixDomainSocketAddress path) {
                SocketFile.removeStale(path.getPath());
                socket.bind(address, BACKLOG);
                SocketFile.restrictToOwner(path.getPath());
            } else {
                socket.bind(address, BACKLOG);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens; with the port that was chosen when none was asked for. */
    SocketAddress address() {
        return address;
    }

    private void takeAll() {
        while (socket.isOpen()) {
            try {
                take(socket.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                events.acceptFailed(address.toString(), e);
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    private void take(SocketChannel client) throws IOException {
        try {
            if (address instanceof InetSocketAddress) {
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            taker.accept(client, name(client));
        } catch (IOException | OutOfMemoryError e) {
            client.close();
            events.acceptFailed(address.toString(), e instanceof IOException io ? io : new IOException(e));
        }
    }

    private String name(SocketChannel client) throws IOException {
        return address instanceof InetSocketAddress
                ? client.getRemoteAddress().toString().substring(1)
                : address + "#" + ++count;
    }

    @Override
    public void close() throws IOException {
        // The file first: once the socket is closed, the file of this name may be another server's.
        if (address instanceof UnixDomainSocketAddress path) {
            SocketFile.delete(path.getPath());
        }
        socket.close();
    }
}
