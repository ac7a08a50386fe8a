package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A disk that some NBD server serves, as the kernel sees it: nbdfuse makes the export a file, a loop device makes the file a disk, and
 * the disk's file system is mounted. Flushes of the file system arrive at the server as NBD flushes.
 */
final class Volume {

    private static final Duration READY = Duration.ofSeconds(10);

    private final Path fuse;
    private final Path mountPoint;
    private final Path log;
    private final CleanUp cleanUp;
    private Program bridge;
    private String loop;

    Volume(Path folder, CleanUp cleanUp) {
        this.fuse = folder.resolve("nbd");
        this.mountPoint = folder.resolve("files");
        this.log = folder.resolve("nbdfuse.log");
        this.cleanUp = cleanUp;
        try {
            Files.createDirectories(fuse);
            Files.createDirectories(mountPoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cleanUp.later(this::abandon);
    }

    /** The file system's root. */
    Path files() {
        return mountPoint;
    }

    /** The block device; only while attached. */
    String device() {
        return loop;
    }

    void attach(Path socket) {
        Path file = fuse.resolve("disk");
        bridge = new Program("nbdfuse", log, List.of("nbdfuse", file.toString(), "nbd+unix:///?socket=" + socket),
                cleanUp);
        bridge.start();
        Patience.until("nbdfuse shows " + socket, READY, () -> bridge.running() && Files.exists(file));
        loop = Shell.run("losetup", "--find", "--show", file.toString());
    }

    void mount() {
        Shell.run("mount", "-o", "noatime", loop, mountPoint.toString());
    }

    void unmount() {
        Shell.run("umount", mountPoint.toString());
    }

    /** Puts the file system on the disk as it is now and holds it there: nothing is written until {@link #thaw}. */
    void freeze() {
        Shell.run("fsfreeze", "--freeze", mountPoint.toString());
    }

    void thaw() {
        Shell.run("fsfreeze", "--unfreeze", mountPoint.toString());
    }

    void sync() {
        Shell.run("sync", "--file-system", mountPoint.toString());
    }

    void detach() {
        Shell.run("losetup", "--detach", loop);
        loop = null;
        // The loop device lets go of its file a moment later.
        Patience.until("nbdfuse lets go", READY, () -> Shell.attempt("umount", fuse.toString()).fine());
        bridge.stop();
        bridge = null;
    }

    /** Gives up whatever is there, after the server has died, or at the end. */
    void abandon() {
        if (Shell.attempt("mountpoint", "--quiet", mountPoint.toString()).fine()) {
            Shell.attempt("fsfreeze", "--unfreeze", mountPoint.toString());
            if (!Shell.attempt("umount", mountPoint.toString()).fine()) {
                Shell.run("umount", "--lazy", mountPoint.toString());
            }
        }
        if (loop != null) {
            Shell.attempt("losetup", "--detach", loop);
            loop = null;
        }
        if (bridge != null) {
            bridge.kill();
            Shell.attempt("umount", "--lazy", fuse.toString());
            bridge = null;
        }
    }
}
