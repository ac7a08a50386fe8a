package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.engine.disk.Disk;
import secondsite.engine.nbd.NbdEvents;

/**
 * The job in a guest's QEMU that brings every write of one disk to us before the guest is told that it was made. QEMU writes the guest's disk first, then
 * to us, and writes that overlap one after the other; when it cannot write to us the job ends, and the guest goes on without it. For one thread at a
 * time.
 *
 * <p>Facts are of QEMU's {@code block/mirror.c}, 7.2 and later: its flushes and (while the job runs) the guest's discards are not brought; the job begins
 * to bring writes some time after it was told to begin, so a write under way then is waited for.
 */
public final class Mirror implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

    private final Guest guest;
    private final String disk;
    private final long size;
    private final Names names;
    private final Supplier<UUID> ids;
    private final NbdEvents log;
    private Sink sink;

    /**
     * @param disk as the guest's configuration calls it
     * @param size of it, in bytes
     * @param ids  give names that were never used before
     */
    public Mirror(Guest guest, String disk, UUID id, long size, Supplier<UUID> ids, NbdEvents log) {
        this.guest = guest;
        this.disk = disk;
        this.size = size;
        this.names = new Names(id);
        this.ids = ids;
        this.log = log;
    }

    /**
     * On return every write of the guest that has not ended comes to this disk, before the guest hears that it was made.
     *
     * @throws GuestAwayException when the guest is not running
     * @throws ResizedException when its disk is not what it was
     */
    public void begin(Disk into) throws IOException {
        try (Monitor.Talk talk = guest.talk()) {
            Device device = guest.device(talk, disk);
            checkSize(device);
            clear(talk);
            sink().offer(ids.get().toString(), into);
            try {
                begin(talk, device);
            } catch (IOException e) {
                quietly(() -> clear(talk), e);
                quietly(sink::withdraw, e);
                throw e;
            }
        }
    }

    private void checkSize(Device device) throws ResizedException {
        if (device.size() != size) {
            throw new ResizedException(
                    "disk " + disk + " of the guest has " + device.size() + " bytes, not " + size + " as before");
        }
    }

    private Sink sink() throws IOException {
        guest.prepare();
        if (sink == null) {
            sink = new Sink(guest.sink(names), log);
        }
        sink.listen();
        guest.giveToQemu(guest.sink(names));
        return sink;
    }

    private void begin(Monitor.Talk talk, Device device) throws IOException {
        talk.ask("blockdev-add", Map.of("driver", "nbd", "node-name", names.sink(), "server",
                Map.of("type", "unix", "path", guest.sink(names).toString()), "export", sink.offered(), "discard",
                "unmap"));
        talk.ask("blockdev-mirror",
                Map.of("job-id", names.job(), "device", device.node(), "target", names.sink(), "sync", "none",
                        "copy-mode", "write-blocking", "on-source-error", "report", "on-target-error", "report"));
        Jobs.awaitReady(talk, names.job());
        awaitWrites(talk);
    }

    /**
     * All writes that were under way have ended. Some of them may have begun between the job's begin and its being ready, and are not brought. QEMU
     * drains all its disks before a transaction, an empty one too.
     */
    private static void awaitWrites(Monitor.Talk talk) throws IOException {
        talk.ask("transaction", Map.of("actions", List.of()));
    }

    /**
     * Checks that every write of which the guest was told before this call has come to us.
     *
     * @throws MirrorEndedException when some may not have
     * @throws IOException when that is not known, because QEMU does not answer
     */
    public void check(Duration patience) throws IOException {
        if (sink == null || !sink.isTaken()) {
            throw new MirrorEndedException("the guest's QEMU has hung up");
        }
        try (Monitor.Talk talk = guest.talk(patience)) {
            JsonNode job = Jobs.mirror(talk, names.job())
                    .orElseThrow(() -> new MirrorEndedException("the mirror in the guest's QEMU has ended"));
            String status = job.path("status").asText();
            // Older than 8.2 do not say whether all was brought; there, the hanging up tells.
            if (!status.equals("ready") || !job.path("actively-synced").asBoolean(true)) {
                throw new MirrorEndedException("the mirror in the guest's QEMU is " + status);
            }
        }
        if (!sink.isTaken()) {
            throw new MirrorEndedException("the guest's QEMU has hung up");
        }
    }

    /**
     * How the guest's disk is.
     *
     * @throws IOException when a device of the guest uses it no longer, or it has another size
     */
    public void look(Duration patience) throws IOException {
        try (Monitor.Talk talk = guest.talk(patience)) {
            Device device = guest.device(talk, disk);
            checkSize(device);
            if (!device.attached()) {
                throw new IOException("disk " + disk + " is not attached to the guest any more");
            }
        }
    }

    /** Nothing is brought any more, and nothing of ours is left in the guest's QEMU, if it answers. */
    public void end() throws IOException {
        try (Monitor.Talk talk = guest.talk()) {
            clear(talk);
        } catch (GuestAwayException e) {
            LOG.debug("{}: {}", disk, e.getMessage());
        } finally {
            if (sink != null) {
                sink.withdraw();
            }
        }
    }

    private void clear(Monitor.Talk talk) throws IOException {
        Jobs.endMirror(talk, names.job());
        Jobs.endNode(talk, names.sink());
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void quietly(Step step, IOException why) {
        try {
            step.run();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** What the disk holds in the guest. */
    public GuestDisk disk() {
        return new GuestDisk(() -> guest.serve(disk, names), served -> guest.unserve(served, names), size,
                disk + " of " + guest);
    }

    @Override
    public void close() throws IOException {
        if (sink != null) {
            sink.close();
        }
    }
}
