package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A directory of this machine. Files and folders that it makes are for their owner only. */
public final class DirectoryFolder implements Folder {

    private final Path directory;

    private DirectoryFolder(Path directory) {
        this.directory = directory;
    }

    /** An existing directory, or a new one; where it is new, its name is durable. */
    public static DirectoryFolder at(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            make(absolute);
        }
        return new DirectoryFolder(absolute);
    }

    private static void make(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            make(parent);
        }
        Directories.make(directory);
        if (parent != null) {
            Directories.force(parent);
        }
    }

    /** Opens any file of this machine, or a block device, for reading and writing. */
    public static StoredFile openFile(Path path) throws IOException {
        return LinuxFile.available() ? LinuxFile.open(path) : ChannelFile.open(path);
    }

    /** Opens any file of this machine, or a block device, for reading. */
    public static StoredFile openFileReadOnly(Path path) throws IOException {
        return LinuxFile.available() ? LinuxFile.openReadOnly(path) : ChannelFile.openReadOnly(path);
    }

    /**
     * Opens a block device for reading what is on it, whatever the operating system's cache of it says. Only direct buffers whose address is on a
     * border of 4 KiB can be read to, from positions on such borders.
     *
     * @throws IOException also where the platform cannot do this
     */
    public static StoredFile openUncached(Path device) throws IOException {
        if (!LinuxFile.available() || LinuxCalls.O_DIRECT == 0) {
            throw new IOException(device + " cannot be read past the cache on this platform");
        }
        return LinuxFile.openUncached(device);
    }

    @Override
    public List<String> names() throws IOException {
        return list(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public List<String> folders() throws IOException {
        return list(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    }

    private List<String> list(DirectoryStream.Filter<Path> filter) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, filter)) {
            found.forEach(path -> names.add(path.getFileName().toString()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public boolean exists(String name) {
        return Files.isRegularFile(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public StoredFile create(String name) throws IOException {
        return LinuxFile.available() ? LinuxFile.create(path(name)) : ChannelFile.create(path(name));
    }

    @Override
    public StoredFile open(String name) throws IOException {
        return openFile(path(name));
    }

    @Override
    public StoredFile openReadOnly(String name) throws IOException {
        return openFileReadOnly(path(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        Path folder = path(name);
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(folder);
        }
    }

    @Override
    public Folder folder(String name) throws IOException {
        Path folder = path(name);
        if (!Files.isDirectory(folder)) {
            Directories.make(folder);
        }
        return new DirectoryFolder(folder);
    }

    @Override
    public void force() throws IOException {
        Directories.force(directory);
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return LockFile.hold(path(name));
    }

    @Override
    public long freeBytes() throws IOException {
        // Asks about this path alone; a file store is found by looking through all that is mounted.
        long free = directory.toFile().getUsableSpace();
        return free > 0 ? free : Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public String place() {
        return directory.toString();
    }

    /** A name comes from afar sometimes; it never leads out of the folder. */
    private Path path(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a name of a file: '" + name + "'");
        }
        return directory.resolve(name);
    }
}
