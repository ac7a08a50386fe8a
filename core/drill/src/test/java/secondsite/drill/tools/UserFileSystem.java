package secondsite.drill.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * ext4 as e2fsprogs' own {@code fuse2fs} reads and writes it, for people who are not root. It keeps no journal, so to be sure that all is
 * on the disk it is unmounted.
 */
final class UserFileSystem implements FileSystem {

    private static final Duration READY = Duration.ofSeconds(60);

    private final Path log;
    private final CleanUp cleanUp;
    private Path file;
    private Path mountPoint;
    private Program program;

    UserFileSystem(Path log, CleanUp cleanUp) {
        this.log = log;
        this.cleanUp = cleanUp;
    }

    @Override
    public void attach(Path file) {
        this.file = file;
    }

    @Override
    public String device() {
        return file.toString();
    }

    @Override
    public void mount(Path at) {
        mountPoint = at;
        mount("fakeroot");
    }

    private void mount(String options) {
        program = new Program("fuse2fs", log,
                List.of("fuse2fs", "-f", "-o", options, file.toString(), mountPoint.toString()),
                cleanUp);
        program.start();
        Patience.until("fuse2fs shows " + file, READY,
                () -> program.running() && Files.exists(mountPoint.resolve("lost+found")));
    }

    @Override
    public void unmount() {
        Shell.run("fusermount3", "-u", mountPoint.toString());
        program.await();
        program = null;
    }

    @Override
    public void freeze() {
        unmount();
        mount("fakeroot,ro");
    }

    @Override
    public void thaw() {
        unmount();
        mount("fakeroot");
    }

    @Override
    public void detach() {
        file = null;
    }

    @Override
    public void abandon() {
        if (program != null) {
            program.kill();
            Shell.attempt("fusermount3", "-u", "-z", mountPoint.toString());
            program = null;
        }
    }
}
