package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import secondsite.agent.capture.Closing;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.configuration.NbdAddress;
import secondsite.api.activity.ReportedProblem;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/** An image file whose writes are captured, and which is served to its machine over NBD. */
final class CapturedImage implements CapturedDisk {

    private final Closeable lock;
    private final SplitCapture capture;
    private final Exports exports;
    private final NbdServer server;

    private CapturedImage(Closeable lock, SplitCapture capture, Exports exports, NbdServer server) {
        this.lock = lock;
        this.capture = capture;
        this.exports = exports;
        this.server = server;
    }

    /**
     * Opens image and spool, and recovers what a crash left.
     *
     * @param spool  of this disk alone
     * @param refuge where a word is left when the spool's device fails, for an image that is a device; else it is beside the image
     * @throws IOException when the image is in use, of another size, or spool and image do not belong together
     */
    static CapturedImage open(ImageFile image, Path spool, Path refuge, CaptureSettings settings, InstantSource clock)
            throws IOException {
        Closeable lock = image.lock();
        Disk disk = null;
        try {
            disk = image.open(false);
            checkSize(image, disk, settings.identity());
            Folder beside = image.isRegular() ? image.folder() : DirectoryFolder.at(refuge);
            SplitCapture capture = new SplitDiskOpening(disk, DirectoryFolder.at(spool), beside, settings, clock)
                    .open();
            var exports = new Exports();
            var server = new NbdServer(exports, NbdSettings.DEFAULT, new NbdLog(image.toString()));
            return new CapturedImage(lock, capture, exports, server);
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, disk, lock);
            throw e;
        }
    }

    private static void checkSize(ImageFile image, Disk disk, JournalIdentity identity) throws IOException {
        if (disk.size() != identity.diskSize()) {
            throw new IOException(image + " has " + disk.size() + " bytes, not " + identity.diskSize()
                    + " as its disk should");
        }
    }

    @Override
    public SplitCapture capture() {
        return capture;
    }

    @Override
    public Duration behind() {
        return Duration.ZERO;
    }

    @Override
    public List<ReportedProblem> problems() {
        return List.of();
    }

    @Override
    public void serve(NbdAddress address) throws IOException {
        if (!exports.names().contains("")) {
            exports.add("", capture.served());
        }
        server.listen(address.socket());
    }

    /** Takes leave of the machine, then leaves everything durable. */
    @Override
    public void close() throws IOException {
        try (lock; capture; server) {
            exports.remove("");
        }
    }
}
