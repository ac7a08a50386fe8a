package secondsite.server.target.export;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
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
 * A disk as it was, served over NBD on a unix socket as the export without a name. It can be written: what is written lies in a sparse
 * file of its own and is deleted in the end.
 */
public final class ServedDisk implements Closeable {

    private final OverlayDisk overlay;
    private final Folder folder;
    private final String file;
    private final Exports exports = new Exports();
    private final NbdServer server;

    /**
     * Serves at once. Closes the disk with itself, also when it cannot be served.
     *
     * @param folder where what is written lies, in a new file of this name
     */
    public ServedDisk(Disk past, Folder folder, String file, Path socket, NbdEvents events) throws IOException {
        this.folder = folder;
        this.file = file;
        this.overlay = overlay(past);
        this.server = new NbdServer(exports, NbdSettings.DEFAULT, events);
        try {
            exports.add("", overlay);
            server.listen(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private OverlayDisk overlay(Disk past) throws IOException {
        try {
            StoredFile written = folder.create(file);
            written.resize(past.size());
            return new OverlayDisk(past, new FileDisk(written));
        } catch (IOException | RuntimeException e) {
            past.close();
            throw e;
        }
    }

    private void closeAfter(Exception cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (overlay; server) {
            exports.remove("");
        } finally {
            folder.delete(file);
        }
    }
}
