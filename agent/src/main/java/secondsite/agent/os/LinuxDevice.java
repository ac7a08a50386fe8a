package secondsite.agent.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import secondsite.agent.tracking.Reads;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.WriteEvents;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.layer.MaskedDisk;

/** A block device of this machine, whole or a partition, as the kernel has it. Safe for use by several threads. */
public final class LinuxDevice implements TrackedDevice {

    private static final UUID NONE = new UUID(0, 0);
    private static final SwapSpace SWAP = new SwapSpace(Path.of("/proc/swaps"));

    private final Path path;
    private final BlockDevice device;
    private final long size;
    private final DeviceDisk disk;
    private final MaskedDisk shown;
    private final ReadsAtOnce reads;
    private final TraceInstance events;
    private volatile List<Extent> leftOut = List.of();
    private volatile UUID known;

    /**
     * @param path of its node, or a link to it that stays the same
     * @param id   of the disk
     * @param size of the disk when it was first seen, in bytes
     */
    public LinuxDevice(Path path, UUID id, long size) {
        this.path = path;
        this.device = new BlockDevice(path);
        this.size = size;
        this.disk = new DeviceDisk(path, size);
        this.shown = new MaskedDisk(disk, this::leftOut);
        this.reads = new ReadsAtOnce(shown);
        this.events = new TraceInstance(device, id, size);
        this.known = incarnation();
    }

    /** Leaves out what is swap space now, until it is not any more. */
    public void leaveOutSwap() throws IOException {
        leftOut = SWAP.on(device).stream().filter(range -> range.end() <= size).toList();
    }

    @Override
    public List<Extent> leftOut() {
        return leftOut;
    }

    @Override
    public boolean leavesOutAsBefore() {
        if (leftOut.isEmpty() || isStillSwap()) {
            return true;
        }
        leftOut = List.of();
        return false;
    }

    private boolean isStillSwap() {
        try {
            return SWAP.on(device).containsAll(leftOut);
        } catch (IOException _) {
            return false;
        }
    }

    /** How large a device is, in bytes. */
    public static long size(Path path) throws IOException {
        return new BlockDevice(path).size();
    }

    /** Its number, as {@code 8:1}, which it has by whatever name. @throws IOException when there is no such device */
    public static String number(Path path) throws IOException {
        return new BlockDevice(path).number().toString();
    }

    BlockDevice block() {
        return device;
    }

    @Override
    public Disk disk() {
        return shown;
    }

    @Override
    public Reads reads() {
        return reads;
    }

    @Override
    public WriteEvents events() {
        return events;
    }

    @Override
    public Standing standing() {
        UUID now = incarnation();
        if (now.equals(NONE)) {
            return new Standing(Change.GONE, path + " is not there");
        }
        try {
            long bytes = device.size();
            if (bytes < size) {
                return new Standing(bytes == 0 ? Change.GONE : Change.SHRANK,
                        path + " has " + bytes + " bytes, and had " + size);
            }
            if (!now.equals(known)) {
                return new Standing(Change.REPLACED, path + " was taken away, and is there again or another one is");
            }
            return bytes > size
                    ? new Standing(Change.GREW, path + " has " + bytes + " bytes, and had " + size
                            + "; what was added is not protected before the agent is started anew")
                    : new Standing(Change.NONE, "");
        } catch (IOException e) {
            return new Standing(Change.GONE, e.getMessage());
        }
    }

    @Override
    public UUID incarnation() {
        try {
            return device.incarnation();
        } catch (IOException _) {
            return NONE;
        }
    }

    @Override
    public void reopen() throws IOException {
        UUID next = device.incarnation();
        if (device.size() < size) {
            throw new IOException(path + " has " + device.size() + " bytes, and had " + size);
        }
        disk.use(DirectoryFolder.openUncached(path));
        known = next;
    }

    @Override
    public void close() throws IOException {
        try (events; reads) {
            disk.close();
        }
    }
}
