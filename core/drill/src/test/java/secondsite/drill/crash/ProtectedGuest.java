package secondsite.drill.crash;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.UUID;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.Volume;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/** A disk with ext4 on it whose writes are logged: the kernel's file system over NBD over a split disk. Needs root. */
public final class ProtectedGuest {

    private static final long SIZE = 64L << 20;
    private static final int LARGEST_FILE_BYTES = 50_000;

    private final Path base;
    private final Volume volume;
    private final SplitCapture capture;

    /** A disk whose writes are logged, and where it is served. */
    record Captured(SplitCapture capture, Path socket) {}

    /** How an image becomes one. */
    interface Capturing {
        Captured capture(Path image, Path folder, CaptureSettings settings, RisingClock clock, CleanUp cleanUp)
                throws IOException;
    }

    /** Formats a disk, keeps a copy of it as it is then, and mounts it over the split disk. */
    public ProtectedGuest(Path folder, RisingClock clock, CleanUp cleanUp) throws IOException {
        this(folder, clock, cleanUp, ProtectedGuest::split);
    }

    /** The same over a disk that is captured in another way. */
    ProtectedGuest(Path folder, RisingClock clock, CleanUp cleanUp, Capturing capturing) throws IOException {
        Path image = folder.resolve("source.raw");
        Shell.run("truncate", "--size", String.valueOf(SIZE), image.toString());
        Shell.run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
        base = Files.copy(image, folder.resolve("base.raw"));
        var settings = new CaptureSettings(new JournalIdentity(UUID.randomUUID(), SIZE), 1, UUID.randomUUID(),
                new SpoolLimits(64L << 30, 0));
        Captured captured = capturing.capture(image, folder, settings, clock, cleanUp);
        capture = captured.capture();
        volume = new Volume(folder, true, cleanUp);
        volume.attach(captured.socket());
        volume.mount();
    }

    private static Captured split(Path image, Path folder, CaptureSettings settings, RisingClock clock,
            CleanUp cleanUp) throws IOException {
        SplitCapture split = new SplitDiskOpening(new FileDisk(DirectoryFolder.openFile(image)),
                DirectoryFolder.at(Files.createDirectory(folder.resolve("spool"))),
                DirectoryFolder.at(Files.createDirectory(folder.resolve("refuge"))), settings, clock).open();
        var exports = new Exports();
        exports.add("", split.served());
        var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
        cleanUp.later(split::close);
        cleanUp.later(server::close);
        Path socket = folder.resolve("nbd.sock");
        server.listen(UnixDomainSocketAddress.of(socket));
        return new Captured(split, socket);
    }

    /** The root of the guest's file system. */
    public Path files() {
        return volume.files();
    }

    /** Of the writes to its disk. */
    public SplitCapture capture() {
        return capture;
    }

    /** Transactions, and other files between them, so that the file system writes its own journal, too. */
    void work(Bookkeeping books, Acknowledgements acknowledgements, int transactions) throws Exception {
        Random random = new Random(1);
        for (long number = 1; number <= transactions; number++) {
            acknowledgements.begins(number);
            books.commit(number);
            acknowledgements.acknowledged(number);
            if (random.nextInt(4) == 0) {
                byte[] content = new byte[random.nextInt(LARGEST_FILE_BYTES)];
                Path made = Files.write(files().resolve("made"), content);
                Files.move(made, files().resolve("file-" + random.nextInt(30)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Lets the machine crash: the guest's file system is left as it is, mounted and dirty, and no write comes any more. */
    public Recording crash() throws IOException {
        Recording recording = Recording.of(base, capture.identity(), capture.spool().journal());
        volume.abandon();
        return recording;
    }
}
