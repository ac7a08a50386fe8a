package secondsite.agent.mirror;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import secondsite.engine.disk.Disk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/**
 * Where a guest's QEMU brings what it mirrors: a socket of ours, with one export for each mirror. Its name is new each time, so that nothing of an
 * earlier mirror can come here.
 */
final class Sink implements Closeable {

    private final Path socket;
    private final NbdEvents log;
    private final Exports exports = new Exports();
    private NbdServer server;
    private String offered;
    /** Whether QEMU has come and is still there. */
    private boolean taken;

    Sink(Path socket, NbdEvents log) {
        this.socket = socket;
        this.log = log;
    }

    /** Listens, if it does not yet. */
    synchronized void listen() throws IOException {
        if (server == null) {
            var begun = new NbdServer(exports, NbdSettings.DEFAULT, new Told());
            begun.listen(UnixDomainSocketAddress.of(socket));
            server = begun;
        }
    }

    /** Offers this disk under this name, and nothing else. */
    void offer(String name, Disk disk) throws IOException {
        withdraw();
        exports.add(name, disk);
        synchronized (this) {
            offered = name;
        }
    }

    /** Offers nothing, and hangs up. */
    void withdraw() throws IOException {
        String last;
        synchronized (this) {
            last = offered;
            offered = null;
            taken = false;
        }
        if (last != null) {
            exports.remove(last);
        }
    }

    /** The name of what is offered; null for nothing. */
    synchronized String offered() {
        return offered;
    }

    synchronized boolean isTaken() {
        return taken;
    }

    private synchronized void taken(String export, boolean now) {
        if (export.equals(offered)) {
            taken = now;
        }
    }

    private final class Told implements NbdEvents {

        @Override
        public void opened(String client, String export) {
            log.opened(client, export);
            taken(export, true);
        }

        @Override
        public void closed(String client, String export, Throwable reason) {
            taken(export, false);
            log.closed(client, export, reason);
        }

        @Override
        public void refused(String client, Throwable reason) {
            log.refused(client, reason);
        }

        @Override
        public void failed(String client, String export, String request, Throwable reason) {
            log.failed(client, export, request, reason);
        }

        @Override
        public void acceptFailed(String address, IOException reason) {
            log.acceptFailed(address, reason);
        }
    }

    @Override
    public void close() throws IOException {
        withdraw();
        NbdServer ending;
        synchronized (this) {
            ending = server;
            server = null;
        }
        if (ending != null) {
            ending.close();
        }
    }
}
