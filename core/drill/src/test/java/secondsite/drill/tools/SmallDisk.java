package secondsite.drill.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder on a file system of its own that is small, until it is made larger: a tmpfs. Needs root. */
public final class SmallDisk {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    public static SmallDisk mount(Path folder, int mebibytes, CleanUp cleanUp) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        cleanUp.later(() -> Shell.run("umount", "--lazy", folder.toString()));
        return new SmallDisk(folder);
    }

    public void resize(int mebibytes) {
        Shell.run("mount", "-o", "remount,size=" + mebibytes + "m", folder.toString());
    }

    /** Somebody else takes all the space that is left. */
    public void fill() {
        Shell.attempt("dd", "if=/dev/zero", "of=" + filler(), "bs=64k");
        Shell.attempt("dd", "if=/dev/zero", "of=" + filler(), "bs=512", "oflag=append", "conv=notrunc");
    }

    /** And gives it back. */
    public void empty() {
        Shell.run("rm", filler().toString());
    }

    private Path filler() {
        return folder.resolve("of-somebody-else");
    }

    public Path folder() {
        return folder;
    }

    public long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
