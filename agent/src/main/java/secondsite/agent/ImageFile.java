package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.layer.ReadOnlyDisk;

/** The file or block device that holds a disk, opened for one program alone. */
final class ImageFile {

    private final Path path;

    ImageFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Makes the file, sparse, durable with its name; whatever interrupts that, there is none or the whole. Fails when there is one. */
    void create(long size) throws IOException {
        if (exists()) {
            throw new IOException(path + " exists already");
        }
        Folder folder = folder();
        String name = path.getFileName().toString();
        String draft = name + ".new";
        folder.delete(draft);
        try (StoredFile file = folder.create(draft)) {
            file.resize(size);
            file.force();
        }
        folder.rename(draft, name);
        folder.force();
    }

    /**
     * Locks the file until the result is closed.
     *
     * @throws IOException when there is none, or another program has it
     */
    Closeable lock() throws IOException {
        if (!exists()) {
            throw new IOException(path + ": there is no such file");
        }
        try {
            return folder().lock(path.getFileName().toString());
        } catch (IOException e) {
            throw new IOException(path + " cannot be locked; does another program use it? (" + e.getMessage() + ")", e);
        }
    }

    /** The disk; locking is another matter. */
    Disk open(boolean readOnly) throws IOException {
        if (!exists()) {
            throw new IOException(path + ": there is no such file");
        }
        StoredFile file = readOnly ? DirectoryFolder.openFileReadOnly(path) : DirectoryFolder.openFile(path);
        try {
            var disk = new FileDisk(file);
            if (disk.size() == 0) {
                throw new IOException(path + " is empty; a disk has a size");
            }
            return readOnly ? new ReadOnlyDisk(disk) : disk;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether it is a file among others, and no device. */
    boolean isRegular() {
        return Files.isRegularFile(path);
    }

    Folder folder() throws IOException {
        return DirectoryFolder.at(path.getParent());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
