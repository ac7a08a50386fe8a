package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.qmp.QmpException;
import secondsite.engine.disk.Extent;
import secondsite.engine.nbd.RemoteDisk;

/**
 * A running guest: its monitor, the folder of the sockets between its QEMU and us, and the one NBD server that its QEMU can be, which runs only
 * while a disk is read. Shared by the disks of the guest.
 */
public final class Guest {

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration READ_PATIENCE = Duration.ofSeconds(30);
    private static final int SOCKET_BYTES = 107;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");
    private static final String CONTEXT = "qemu:dirty-bitmap:";

    private final Monitor monitor;
    private final Path folder;
    private final Path served;
    /** Taken before one talks. */
    private final ReentrantLock serving = new ReentrantLock();
    /** Shared by those who let no write pass, and held alone by who has QEMU wait for all writes: QEMU would answer neither. */
    private final ReentrantReadWriteLock passing = new ReentrantReadWriteLock();

    /** @param folder for sockets, of this guest alone; its path has at most 80 bytes */
    public Guest(Monitor monitor, Path folder) {
        this.monitor = monitor;
        this.folder = folder;
        this.served = folder.resolve("qemu.sock");
    }

    /** No write to a disk of this guest passes from now on, by this thread; false when that cannot be in this time. */
    boolean beginHold(Duration atMost) throws InterruptedException {
        return passing.readLock().tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    void endHold() {
        passing.readLock().unlock();
    }

    /**
     * All writes that were under way have ended. QEMU drains all its disks before a transaction, an empty one too. Not to be called while talking: who
     * lets no write pass may want to talk before he ends that.
     */
    void awaitWrites() throws IOException {
        try {
            if (!passing.writeLock().tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("a disk of the guest was held for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the guest's writes were waited for");
        }
        try (Monitor.Talk talk = talk()) {
            talk.ask("transaction", Map.of("actions", List.of()));
        } finally {
            passing.writeLock().unlock();
        }
    }

    Monitor.Talk talk(Duration patience) throws IOException {
        return monitor.talk(patience);
    }

    Monitor.Talk talk() throws IOException {
        return monitor.talk(PATIENCE);
    }

    Device device(Monitor.Talk talk, String disk) throws IOException {
        return Device.find(talk, monitor.device(disk));
    }

    /** Where our sink of a disk is to listen. */
    Path sink(Names names) throws IOException {
        Path socket = folder.resolve(names.sink() + ".sock");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_BYTES) {
            throw new IOException(socket + ": a socket's path has " + SOCKET_BYTES
                    + " bytes at most; name a folder with a shorter path as 'sockets:'");
        }
        return socket;
    }

    /** The folder is there, and QEMU and we alone may use it. */
    void prepare() throws IOException {
        if (!Files.isDirectory(folder)) {
            makeWay(folder.getParent());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
        }
        giveToQemu(folder);
    }

    /** QEMU may not see what is in folders on the way, but pass through those that we make. */
    private static void makeWay(Path way) throws IOException {
        if (!Files.isDirectory(way)) {
            makeWay(way.getParent());
            Files.createDirectory(way);
            Files.setPosixFilePermissions(way, PASSABLE);
        }
    }

    /** QEMU may open it from now on. */
    void giveToQemu(Path path) throws IOException {
        UserPrincipal user = monitor.user();
        if (!Files.getOwner(path).equals(user)) {
            try {
                Files.setOwner(path, user);
            } catch (IOException e) {
                throw new IOException(path + " cannot be given to " + user.getName()
                        + ", as whom the guest's QEMU runs; run the agent as root, or as that user", e);
            }
        }
    }

    /** The disk as QEMU has it, to be read; {@link #unserve} ends it. */
    RemoteDisk serve(String disk, Names names) throws IOException {
        serving.lock();
        try (Monitor.Talk talk = talk()) {
            prepare();
            Device device = device(talk, disk);
            Jobs.endExport(talk, names.export());
            boolean ours = begin(talk);
            talk.ask("block-export-add", Map.of("type", "nbd", "id", names.export(), "name", names.export(),
                    "node-name", device.node(), "writable", false));
            return open(talk, names, ours);
        } finally {
            serving.unlock();
        }
    }

    private RemoteDisk open(Monitor.Talk talk, Names names, boolean ours) throws IOException {
        try {
            return RemoteDisk.open(UnixDomainSocketAddress.of(served), names.export(), READ_PATIENCE);
        } catch (IOException e) {
            Jobs.endExport(talk, names.export());
            throw ours
                    ? e
                    : new IOException("the guest's QEMU serves its disks to another program, such as a backup; it is"
                            + " read when that is over", e);
        }
    }

    /** What a bitmap of this node names, which does not go on. */
    List<Extent> marked(Names names, String node, String bitmap) throws IOException {
        serving.lock();
        try (Monitor.Talk talk = talk()) {
            prepare();
            Jobs.endExport(talk, names.copy());
            begin(talk);
            talk.ask("block-export-add", Map.of("type", "nbd", "id", names.copy(), "name", names.copy(), "node-name",
                    node, "writable", false, "bitmaps", List.of(bitmap)));
            try {
                return RemoteDisk.marked(UnixDomainSocketAddress.of(served), names.copy(), CONTEXT + bitmap,
                        READ_PATIENCE);
            } finally {
                end(talk, names.copy());
            }
        } finally {
            serving.unlock();
        }
    }

    /** @return whether it is certain that the server is the one at our socket */
    private boolean begin(Monitor.Talk talk) throws IOException {
        try {
            talk.ask("nbd-server-start",
                    Map.of("addr", Map.of("type", "unix", "data", Map.of("path", served.toString()))));
            return true;
        } catch (QmpException e) {
            if (explained(e) != e) {
                throw explained(e);
            }
            // An earlier agent's, perhaps: then its socket tells.
            LOG.debug("{}: {}", monitor, e.getMessage());
            return false;
        }
    }

    /** The disk is not read any more. */
    void unserve(RemoteDisk disk, Names names) throws IOException {
        serving.lock();
        try (disk; Monitor.Talk talk = talk()) {
            end(talk, names.export());
        } finally {
            serving.unlock();
        }
    }

    private static void end(Monitor.Talk talk, String export) throws IOException {
        Jobs.endExport(talk, export);
        for (JsonNode each : talk.ask("query-block-exports")) {
            if (each.path("type").asText().equals("nbd")) {
                return;
            }
        }
        talk.ask("nbd-server-stop");
    }

    /** What a person can do when QEMU cannot come to our sockets. */
    IOException explained(QmpException refusal) throws IOException {
        return refusal.description().contains("Permission denied")
                ? new IOException(refusal.getMessage() + ": the guest's QEMU runs as " + monitor.user().getName()
                        + ", who must be able to come to " + folder + "; name a folder outside of private ones as"
                        + " 'sockets:', and allow it to QEMU where AppArmor or SELinux confine it", refusal)
                : refusal;
    }

    @Override
    public String toString() {
        return monitor.toString();
    }
}
