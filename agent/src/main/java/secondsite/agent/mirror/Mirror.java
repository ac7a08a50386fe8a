package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.qmp.QmpException;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
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
    private static final long END_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
     * How it began.
     *
     * @param cover   names what its QEMU takes note of from now on: everything that is written, whether it is brought or not
     * @param written since the earlier cover, and not brought since; more is named than was written. Empty when nobody knows
     */
    public record Begun(UUID cover, Optional<List<Extent>> written) {}

    /**
     * On return every write of the guest that has not ended comes to this disk, before the guest hears that it was made.
     *
     * @param cover of what was written while nothing was brought; {@link #keepOnly} ends it
     * @throws GuestAwayException when the guest is not running
     * @throws ResizedException when its disk is not what it was
     */
    public Begun begin(Disk into, Optional<UUID> cover) throws IOException {
        UUID fresh = ids.get();
        try {
            beginJob(into, fresh);
            // Some of those under way may have begun before the job was ready, and are not brought.
            guest.awaitWrites();
            return new Begun(fresh, written(cover));
        } catch (IOException e) {
            quietly(this::end, e);
            quietly(() -> keepOnly(cover.orElse(null)), e);
            throw e;
        }
    }

    private void beginJob(Disk into, UUID fresh) throws IOException {
        try (Monitor.Talk talk = guest.talk()) {
            Device device = guest.device(talk, disk);
            checkSize(device);
            clear(talk);
            sink().offer(ids.get().toString(), into);
            Bitmaps.begin(talk, device.node(), names.cover(fresh));
            begin(talk, device);
        }
    }

    private Optional<List<Extent>> written(Optional<UUID> cover) {
        try {
            Optional<String> node = cover.isEmpty() ? Optional.empty() : copied(names.cover(cover.get()));
            if (node.isEmpty()) {
                return Optional.empty();
            }
            List<Extent> written = guest.marked(names, node.get(), names.copy());
            try (Monitor.Talk talk = guest.talk()) {
                Bitmaps.endIfThere(talk, node.get(), names.copy());
            }
            return Optional.of(written);
        } catch (IOException e) {
            LOG.warn("{}: what was written meanwhile is not to be had: {}", this, e.getMessage());
            return Optional.empty();
        }
    }

    /** @return the node that has the copy; empty when the bitmap is not there */
    private Optional<String> copied(String bitmap) throws IOException {
        try (Monitor.Talk talk = guest.talk()) {
            String node = guest.device(talk, disk).node();
            if (!Bitmaps.isThere(talk, node, bitmap)) {
                return Optional.empty();
            }
            Bitmaps.copy(talk, node, bitmap, names.copy());
            return Optional.of(node);
        }
    }

    /** QEMU takes note by this cover from now on, and by no other. @param cover null for none */
    public void keepOnly(UUID cover) throws IOException {
        try (Monitor.Talk talk = guest.talk()) {
            Bitmaps.endOthers(talk, names, cover == null ? null : names.cover(cover));
        }
    }

    /** About how much is to be compared if it ends now, in bytes. */
    public long covered(UUID cover) throws IOException {
        try (Monitor.Talk talk = guest.talk()) {
            return Bitmaps.bytes(talk, guest.device(talk, disk).node(), names.cover(cover));
        }
    }

    /**
     * A cover of all that is written from now on and not brought: what was written before has been brought when this returns. For a moment QEMU makes
     * all writes of the guest wait.
     *
     * @throws MirrorEndedException when not all was brought
     */
    public UUID renew() throws IOException {
        UUID fresh = ids.get();
        try (Monitor.Talk talk = guest.talk()) {
            Bitmaps.begin(talk, guest.device(talk, disk).node(), names.cover(fresh));
        }
        guest.awaitWrites();
        try {
            // A job whose writing failed is seen to have ended within 100 ms.
            TimeUnit.MILLISECONDS.sleep(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a cover was renewed");
        }
        check(PATIENCE);
        return fresh;
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
        try {
            talk.ask("blockdev-add", Map.of("driver", "nbd", "node-name", names.sink(), "server",
                    Map.of("type", "unix", "path", guest.sink(names).toString()), "export", sink.offered(), "discard",
                    "unmap"));
        } catch (QmpException e) {
            throw guest.explained(e);
        }
        talk.ask("blockdev-mirror",
                Map.of("job-id", names.job(), "device", device.node(), "target", names.sink(), "sync", "none",
                        "copy-mode", "write-blocking", "on-source-error", "report", "on-target-error", "report"));
        Jobs.awaitReady(talk, names.job());
    }

    /** All writes that were under way have ended; what was brought of them has come. */
    public void awaitWrites() throws IOException {
        guest.awaitWrites();
    }

    /** No write of the guest passes from now on, by this thread, which has to end it; false when that cannot be in this time. */
    public boolean beginHold(Duration atMost) throws InterruptedException {
        return guest.beginHold(atMost);
    }

    /** Writes may pass. */
    public void endHold() {
        guest.endHold();
    }

    /**
     * Checks that every write of which the guest was told before this call has come to us.
     *
     * @throws MirrorEndedException when some may not have
     * @throws IOException when that is not known, because QEMU does not answer
     */
    public void check(Duration patience) throws IOException {
        checkTaken();
        try (Monitor.Talk talk = guest.talk(patience)) {
            check(talk);
        }
    }

    /** Whether QEMU has come to us and is still there. */
    public boolean isTaken() {
        return sink != null && sink.isTaken();
    }

    private void checkTaken() throws MirrorEndedException {
        if (!isTaken()) {
            throw new MirrorEndedException("the guest's QEMU has hung up");
        }
    }

    private void check(Monitor.Talk talk) throws IOException {
        JsonNode job = Jobs.mirror(talk, names.job())
                .orElseThrow(() -> new MirrorEndedException("the mirror in the guest's QEMU has ended"));
        String status = job.path("status").asText();
        // Older than 8.2 do not say whether all was brought; there, the hanging up tells.
        if (!status.equals("ready") || !job.path("actively-synced").asBoolean(true)) {
            throw new MirrorEndedException("the mirror in the guest's QEMU is " + status);
        }
        checkTaken();
    }

    /**
     * How the guest's disk is.
     *
     * @throws DeviceGoneException when no device of the guest uses it any more
     * @throws ResizedException when it has another size
     */
    public void look(Duration patience) throws IOException {
        try (Monitor.Talk talk = guest.talk(patience)) {
            Device device = guest.device(talk, disk);
            checkSize(device);
            if (!device.attached()) {
                throw new DeviceGoneException("disk " + disk + " is not attached to the guest any more");
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
        return new GuestDisk(() -> guest.serve(disk, names), served -> guest.unserve(served, names), size, toString());
    }

    @Override
    public String toString() {
        return disk + " of " + guest;
    }

    @Override
    public void close() throws IOException {
        if (sink != null) {
            sink.close();
        }
    }
}
