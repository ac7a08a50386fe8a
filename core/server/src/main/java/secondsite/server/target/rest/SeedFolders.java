package secondsite.server.target.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.layer.ReadOnlyDisk;

/** Where disks lie that replicas may begin as. Nothing outside of these folders is opened, wherever links lead. */
final class SeedFolders {

    private static final String MODE = "unix:mode";
    private static final int TYPE_BITS = 0xF000;
    private static final int BLOCK_DEVICE = 0x6000;

    private final List<Path> folders;

    /** It cannot be used for that. */
    static final class UnusableException extends IOException {

        private static final long serialVersionUID = 1;

        UnusableException(String why) {
            super(why);
        }
    }

    /** @param folders none when no seed may be used */
    SeedFolders(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * Opens a seed for reading.
     *
     * @param size in bytes, that it must have
     * @throws UnusableException why it cannot be one
     */
    Disk open(String seed, long size) throws UnusableException {
        Path file = found(seed);
        Disk disk;
        try {
            disk = new ReadOnlyDisk(new FileDisk(DirectoryFolder.openFileReadOnly(file)));
        } catch (IOException e) {
            throw new UnusableException(seed + " cannot be read: " + e.getMessage());
        }
        if (disk.size() != size) {
            String why = seed + " has " + disk.size() + " bytes, and the disk " + size;
            close(disk);
            throw new UnusableException(why);
        }
        return disk;
    }

    private static void close(Disk disk) throws UnusableException {
        try {
            disk.close();
        } catch (IOException e) {
            throw new UnusableException(disk + " cannot be closed: " + e.getMessage());
        }
    }

    private Path found(String seed) throws UnusableException {
        if (seed == null) {
            throw new UnusableException("the assignment names no seed any more");
        }
        try {
            Path file = Path.of(seed).toRealPath();
            if (!Path.of(seed).isAbsolute() || !allowed(file)) {
                throw new UnusableException(
                        seed + " is in none of the folders that the settings of this master target name as 'seeds'");
            }
            if (!Files.isRegularFile(file) && ((int) Files.getAttribute(file, MODE) & TYPE_BITS) != BLOCK_DEVICE) {
                throw new UnusableException(seed + " is neither a file nor a block device");
            }
            return file;
        } catch (UnusableException e) {
            throw e;
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            throw new UnusableException(seed + " cannot be found: " + e);
        }
    }

    private boolean allowed(Path file) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder) && file.startsWith(folder.toRealPath())) {
                return true;
            }
        }
        return false;
    }
}
