package secondsite.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Freezes file systems of this machine: everything is on their disks then, as after an unmount, and whoever writes waits. Needs the
 * right to do so. The decision on freezing says how it is made sure that none stays frozen.
 */
public final class FileSystems {

    private static final String DEVICE = "unix:dev";

    private final List<Path> own;
    /** What is frozen now, or just about to be or not to be. */
    private final Set<String> frozen = ConcurrentHashMap.newKeySet();

    /** They cannot be frozen, or were not any more. */
    public static final class FreezeException extends IOException {

        private static final long serialVersionUID = 1;

        FreezeException(String message) {
            super(message);
        }
    }

    /** @param own where this program has to write while they are frozen: spools, images, its folder; their file systems are never frozen */
    public FileSystems(List<Path> own) {
        this.own = List.copyOf(own);
    }

    /**
     * Freezes all of them.
     *
     * @param limit from the first freeze to the last thaw; then they are thawed, whatever their owner does
     * @throws FreezeException when one cannot be frozen, or not in time; none is frozen then, or will be as soon as the kernel lets go
     */
    public Frozen freeze(List<String> mountPoints, Duration limit) throws IOException, InterruptedException {
        List<String> ordered = MountPoints.current().newestFirst(mountPoints);
        for (String mountPoint : ordered) {
            checkOthers(mountPoint);
        }
        return keep(ordered, limit);
    }

    /**
     * Freezes all that can be written on these devices and is not frozen by us already, also where this program writes: whoever asks for that has to
     * do without writing until it is thawed.
     */
    Frozen freeze(Set<String> devices, Duration limit) throws IOException, InterruptedException {
        return keep(MountPoints.current().on(devices).stream().filter(point -> !frozen.contains(point)).toList(),
                limit);
    }

    private Frozen keep(List<String> mountPoints, Duration limit) throws IOException, InterruptedException {
        frozen.addAll(mountPoints);
        try {
            return Frozen.freeze(mountPoints, limit, () -> frozen.removeAll(mountPoints));
        } catch (IOException | InterruptedException | RuntimeException e) {
            frozen.removeAll(mountPoints);
            throw e;
        }
    }

    /** Has all that is on these devices write what waits in memory, so that a freeze finds little to write. */
    void sync(Set<String> devices) throws IOException, InterruptedException {
        for (String mountPoint : MountPoints.current().on(devices)) {
            Guardian.sync(mountPoint);
        }
    }

    private void checkOthers(String mountPoint) throws IOException {
        Object device = Files.getAttribute(Path.of(mountPoint), DEVICE);
        for (Path mine : own) {
            if (Files.exists(mine) && Files.getAttribute(mine, DEVICE).equals(device)) {
                throw new FreezeException("the file system at " + mountPoint + " holds " + mine
                        + ", where the agent has to write: frozen, it would wait for itself");
            }
        }
    }
}
