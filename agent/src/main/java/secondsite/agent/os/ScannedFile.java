package secondsite.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import secondsite.agent.scan.ScannedSource;
import secondsite.agent.tracking.TrackedDevice.Change;
import secondsite.agent.tracking.TrackedDevice.Standing;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.DirectoryFolder;

/** A file or block device of this machine that others write to. */
public final class ScannedFile implements ScannedSource {

    /** Two writes within a tick of the kernel's clock give a file the same time. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Path path;
    private final BlockDevice device;
    private final long size;
    private final InstantSource clock;
    private final DeviceDisk disk;
    private volatile String opened = "";

    /**
     * @param path of it, or a link to it that stays the same
     * @param size of the disk when it was first seen, in bytes
     */
    public ScannedFile(Path path, long size, InstantSource clock) {
        this.path = path;
        this.device = new BlockDevice(path);
        this.size = size;
        this.clock = clock;
        this.disk = new DeviceDisk(path, size);
    }

    BlockDevice block() {
        return device;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    private boolean isRegular() {
        return Files.isRegularFile(path);
    }

    private long bytes() throws IOException {
        return isRegular() ? Files.size(path) : device.size();
    }

    /** Another one with the name is read as any other change. */
    @Override
    public Standing standing() {
        try {
            long bytes = bytes();
            if (bytes < size) {
                return new Standing(bytes == 0 ? Change.GONE : Change.SHRANK,
                        path + " has " + bytes + " bytes, and had " + size);
            }
            return bytes > size
                    ? new Standing(Change.GREW, path + " has " + bytes + " bytes, and had " + size
                            + "; what was added is not protected before the agent is started anew")
                    : new Standing(Change.NONE, "");
        } catch (IOException _) {
            return new Standing(Change.GONE, path + " is not there");
        }
    }

    @Override
    public synchronized void reopen() throws IOException {
        Standing now = standing();
        if (!now.usable()) {
            throw new IOException(now.words());
        }
        String which = incarnation();
        if (!which.equals(opened) || !disk.isOpen()) {
            disk.use(DirectoryFolder.openUncached(path));
            opened = which;
        }
    }

    private String incarnation() throws IOException {
        return isRegular()
                ? String.valueOf(Files.readAttributes(path, BasicFileAttributes.class).fileKey())
                : device.incarnation().toString();
    }

    @Override
    public Optional<String> activity() {
        try {
            return isRegular() ? times() : device.activity();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Optional<String> times() throws IOException {
        FileTime written = Files.getLastModifiedTime(path);
        boolean settled = written.toInstant().plus(TICK).isBefore(clock.instant());
        return settled
                ? Optional.of(incarnation() + " " + written + " " + Files.getAttribute(path, "unix:ctime"))
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
