package secondsite.drill.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A disk that some NBD server serves, as a file system: nbdfuse makes the export a file, and in the file is ext4. */
public final class Volume {

    private static final Duration READY = Duration.ofSeconds(60);

    private final Path fuse;
    private final Path files;
    private final Path log;
    private final FileSystem fileSystem;
    private final CleanUp cleanUp;
    private Program bridge;

    public Volume(Path folder, boolean root, CleanUp cleanUp) {
        this.fuse = folder.resolve("nbd");
        this.files = folder.resolve("files");
        this.log = folder.resolve("tools.log");
        this.fileSystem = root ? new KernelFileSystem() : new UserFileSystem(log, cleanUp);
        this.cleanUp = cleanUp;
        try {
            Files.createDirectories(fuse);
            Files.createDirectories(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cleanUp.later(this::abandon);
    }

    /** The root of the mounted file system. */
    public Path files() {
        return files;
    }

    /** Connects to a server; its disk has a device then. */
    public void attach(Path socket) {
        Path file = fuse.resolve("disk");
        bridge = new Program("nbdfuse", log, List.of("nbdfuse", file.toString(), "nbd+unix:///?socket=" + socket),
                cleanUp);
        bridge.start();
        Patience.until("nbdfuse shows " + socket, READY, () -> bridge.running() && Files.exists(file));
        fileSystem.attach(file);
    }

    public void makeFileSystem() {
        Shell.run("mkfs.ext4", "-q", "-F", fileSystem.device());
    }

    /** Asks e2fsck, which changes nothing. */
    public Shell.Result check() {
        return Shell.attempt("e2fsck", "-fn", fileSystem.device());
    }

    /** Repairs, as any system does when it starts after a crash. */
    public Shell.Result repair() {
        return Shell.attempt("e2fsck", "-fy", fileSystem.device());
    }

    public void mount() {
        fileSystem.mount(files);
    }

    public void unmount() {
        fileSystem.unmount();
    }

    /** Puts everything on the disk and lets nothing be written until {@link #thaw}; files can be read. */
    public void freeze() {
        fileSystem.freeze();
    }

    public void thaw() {
        fileSystem.thaw();
    }

    public void detach() {
        fileSystem.detach();
        // A loop device lets go of its file a moment later.
        Patience.until("nbdfuse lets go", READY, () -> Shell.attempt("fusermount3", "-u", fuse.toString()).fine());
        bridge.await();
        bridge = null;
    }

    /** Gives up whatever is there, when the server has died, or at the end. */
    public void abandon() {
        fileSystem.abandon();
        if (bridge != null) {
            bridge.kill();
            Shell.attempt("fusermount3", "-u", "-z", fuse.toString());
            bridge = null;
        }
    }
}
