package secondsite.server.target.past;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.layer.OverlayDisk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/**
 * Serves past disks over NBD, each on a unix socket of its own, for a limited time. What a machine writes goes to an overlay, which is
 * thrown away when the export is closed; what another process left behind is cleared at the start. Safe for use by several threads.
 */
public final class PastExports implements Closeable {

    private static final String OVERLAY = ".overlay";
    private static final int MAX_EXPORTS = 256;
    private static final String SOCKET = ".sock";
    /** What the kernel takes for a socket's path. */
    private static final int SOCKET_PATH_BYTES = 107;
    private static final int SOCKET_NAME_BYTES = 1 + 10 + SOCKET.length();

    private final Folder overlays;
    private final Path sockets;
    private final InstantSource clock;
    private final NbdEvents events;
    private final TreeMap<String, Served> running = new TreeMap<>();
    private long count;

    /** One export and what is to be closed with it. */
    private static final class Served {

        private final Disk disk;
        private final NbdServer server;
        private RunningExport told;

        private Served(Disk disk, NbdServer server, RunningExport told) {
            this.disk = disk;
            this.server = server;
            this.told = told;
        }
    }

    /**
     * @param overlays holds nothing but overlays
     * @param sockets  an existing directory for the sockets
     * @throws IOException when its path is too long for a socket's
     */
    public PastExports(Folder overlays, Path sockets, InstantSource clock, NbdEvents events) throws IOException {
        this.overlays = overlays;
        this.sockets = shortEnough(sockets.toAbsolutePath());
        this.clock = clock;
        this.events = events;
        for (String name : overlays.names()) {
            if (name.endsWith(OVERLAY)) {
                overlays.delete(name);
            }
        }
    }

    private static Path shortEnough(Path sockets) throws IOException {
        int bytes = sockets.toString().getBytes(StandardCharsets.UTF_8).length;
        int most = SOCKET_PATH_BYTES - SOCKET_NAME_BYTES;
        if (bytes > most) {
            throw new IOException("the folder for exports " + sockets + " has a path of " + bytes
                    + " bytes; it may have " + most + ", for a unix socket's may have " + SOCKET_PATH_BYTES
                    + "; choose another folder");
        }
        return sockets;
    }

    /**
     * Serves a past disk. It is closed with the export, or at once when that cannot be opened.
     *
     * @param label    for people
     * @param writable whether clients may write, to an overlay
     */
    public synchronized RunningExport open(PastDisk past, String label, boolean writable, Duration lifetime)
            throws IOException {
        String id = "past-" + past.sequence() + "-" + ++count;
        Disk disk = past;
        try {
            if (running.size() >= MAX_EXPORTS || !lifetime.isPositive()) {
                throw new IOException("there are " + running.size() + " exports, of " + MAX_EXPORTS
                        + " at most, or the time to live is not positive: " + lifetime);
            }
            disk = writable ? overlay(past, id) : past;
            return serve(past, disk, id, label, lifetime);
        } catch (IOException | RuntimeException e) {
            closeAfter(disk, id, e);
            throw e;
        }
    }

    /** Gives an export more time, counted from now. */
    public synchronized RunningExport prolong(String id, Duration lifetime) throws IOException {
        Served served = running.get(id);
        if (served == null) {
            throw new IOException("there is no export " + id + "; it was closed, or its time was over");
        }
        RunningExport old = served.told;
        served.told = new RunningExport(id, old.label(), old.sequence(), old.writable(), old.socket(), old.opened(),
                clock.instant().plus(lifetime));
        return served.told;
    }

    public synchronized List<RunningExport> running() {
        return running.values().stream().map(served -> served.told).toList();
    }

    /** Disconnects the clients of an export and throws its overlay away; not an error when there is none. */
    public synchronized void close(String id) throws IOException {
        Served served = running.remove(id);
        if (served == null) {
            return;
        }
        try (served.disk) {
            served.server.close();
        } finally {
            overlays.delete(id + OVERLAY);
        }
    }

    /** Closes the exports whose time is over; call it every minute or so. @return their ids */
    public synchronized List<String> expire() throws IOException {
        Instant now = clock.instant();
        List<String> over = running().stream().filter(export -> !export.expires().isAfter(now)).map(RunningExport::id)
                .toList();
        closeAll(over);
        return over;
    }

    @Override
    public synchronized void close() throws IOException {
        closeAll(new ArrayList<>(running.keySet()));
    }

    private void closeAll(List<String> ids) throws IOException {
        IOException failed = null;
        for (String id : ids) {
            try {
                close(id);
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private Disk overlay(PastDisk past, String id) throws IOException {
        StoredFile file = overlays.create(id + OVERLAY);
        try {
            file.resize(past.size());
            return new OverlayDisk(past, new FileDisk(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private RunningExport serve(PastDisk past, Disk disk, String id, String label, Duration lifetime)
            throws IOException {
        var exports = new Exports();
        exports.add("", disk);
        var server = new NbdServer(exports, NbdSettings.DEFAULT, events);
        Path socket = sockets.resolve(count + SOCKET);
        try {
            server.listen(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        Instant now = clock.instant();
        var told = new RunningExport(id, label, past.sequence(), disk != past, socket, now, now.plus(lifetime));
        running.put(id, new Served(disk, server, told));
        return told;
    }

    private void closeAfter(Disk disk, String id, Exception cause) {
        try (disk) {
            overlays.delete(id + OVERLAY);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
