package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import secondsite.agent.mirror.Guest;
import secondsite.agent.mirror.Mirror;
import secondsite.agent.mirror.QmpMonitor;
import secondsite.agent.os.BootId;
import secondsite.agent.power.DisklessMachine;
import secondsite.api.qmp.Qmp;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.nbd.NbdEvents;

/**
 * A real QEMU with a disk, whose device is written to by QEMU's own commands in place of a program in the guest: they return at once, and the device's
 * count of writes tells when one is acknowledged. With the capture of that disk.
 */
final class MirroredMachine implements CaptureContract.Machine, AutoCloseable {

    static final int SIZE = 64 << 20;
    static final String DISK = "disk0";
    static final UUID ID = new UUID(0x5eedL << 32, 3);
    private static final int SECTOR = 512;

    final Path folder;
    final Path image;
    private DisklessMachine guest;
    private Qmp watch;
    MirrorCapture capture;
    private Looks looks;
    private long written;

    MirroredMachine(Path folder) throws Exception {
        this.folder = folder;
        this.image = folder.resolve("guest.img");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        boot();
    }

    void boot() throws Exception {
        guest = new DisklessMachine(folder, "-drive", "if=none,id=d0,format=raw,file=" + image, "-device",
                "virtio-scsi-pci", "-device", "scsi-hd,drive=d0,id=" + DISK);
        watch = guest.watch();
        written = 0;
    }

    /** As one that loses its power. */
    void lose() throws IOException {
        watch.close();
        guest.kill();
        Files.deleteIfExists(folder.resolve("watch.sock"));
    }

    Path monitor() {
        return guest.socket();
    }

    synchronized JsonNode ask(String command, Map<String, ?> arguments) throws IOException {
        return watch.ask(command, arguments);
    }

    /** Opens the capture as the agent does. */
    MirrorCapture open() throws IOException {
        capture = capture(folder);
        looks = new Looks(capture::look, Duration.ofMillis(50));
        return capture;
    }

    static MirrorCapture capture(Path folder) throws IOException {
        var mirror = new Mirror(new Guest(new QmpMonitor(folder.resolve("qmp.sock")), folder.resolve("between")), DISK,
                ID, SIZE, UUID::randomUUID, NbdEvents.NONE);
        var settings = new CaptureSettings(new JournalIdentity(ID, SIZE), 1, BootId.current(),
                new SpoolLimits(16L << 30, 0), false);
        return SplitDiskOpening.mirror(mirror, DirectoryFolder.at(folder.resolve("spool")),
                DirectoryFolder.at(folder.resolve("refuge")), settings, InstantSource.system());
    }

    /** The agent ends in order. */
    void endAgent() throws IOException {
        if (capture != null) {
            looks.close();
            capture.close();
            capture = null;
        }
    }

    void stopLooking() {
        looks.close();
    }

    /** Writes so many bytes of this value, and returns when the device was told that it is done. */
    void write(int value, long offset, int length) throws IOException {
        long wanted = begin("aio_write -q -P " + value + " " + offset + " " + length);
        while (writes() < wanted) {
            LockSupport.parkNanos(200_000);
        }
    }

    /** QEMU counts none of these; it does nothing else until it is done. */
    void zero(long offset, int length) throws IOException {
        ask("human-monitor-command",
                Map.of("command-line", "qemu-io d0 \"write -q -z " + offset + " " + length + "\""));
    }

    private synchronized long begin(String command) throws IOException {
        watch.ask("human-monitor-command", Map.of("command-line", "qemu-io d0 \"" + command + "\""));
        return ++written;
    }

    private long writes() throws IOException {
        for (JsonNode each : ask("query-blockstats", Map.of())) {
            if (each.path("device").asText().equals("d0")) {
                JsonNode stats = each.path("stats");
                assertThat(stats.path("failed_wr_operations").asLong()).as("writes of the guest that failed").isZero();
                return stats.path("wr_operations").asLong();
            }
        }
        throw new AssertionError("the guest has no disk");
    }

    /** Some writes all over the second half of the disk. */
    void scribble(Random random, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int length = SECTOR * (1 + random.nextInt(64));
            write(1 + random.nextInt(255), SIZE / 2 + SECTOR * (long) random.nextInt((SIZE / 2 - length) / SECTOR),
                    length);
        }
    }

    @Override
    public void keep(int number) throws IOException {
        if (number * (long) SECTOR >= SIZE / 2) {
            throw new IOException("the disk is full");
        }
        write(valueOf(number), (number - 1L) * SECTOR, SECTOR);
        if (number % 7 == 0) {
            scribble(new Random(number), 3);
        }
    }

    private static int valueOf(int number) {
        return 1 + number % 255;
    }

    @Override
    public List<Integer> kept(Path copy) throws IOException {
        var kept = new ArrayList<Integer>();
        try (var file = new RandomAccessFile(copy.toFile(), "r")) {
            byte[] sector = new byte[SECTOR];
            for (int number = 1;; number++) {
                file.readFully(sector);
                if (sector[0] == 0) {
                    return kept;
                }
                assertThat(sector).as("sector %d", number).containsOnly(valueOf(number));
                kept.add(number);
            }
        }
    }

    void await(String what, java.util.function.BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("never: " + what + "; " + capture.situation() + " " + capture.standing())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    void await(CaptureState state) throws InterruptedException {
        await(state.name(), () -> capture.situation().state() == state);
    }

    /** Tells all that may differ, as a comparison would that found it all different. @return how many bytes */
    static long compare(Capture capture) throws Exception {
        var buffer = ByteBuffer.allocate(256 << 10);
        long bytes = 0;
        capture.resyncBegins();
        for (Optional<Extent> range = capture.nextDirty(0, buffer.capacity()); range
                .isPresent(); range = capture.nextDirty(range.get().end(), buffer.capacity())) {
            capture.copy(List.of(range.get()), buffer);
            capture.compared(range.get());
            bytes += range.get().length();
        }
        capture.resyncEnds();
        return bytes;
    }

    /** Compares as soon as it is mirrored again. */
    long compareAgain() throws Exception {
        await("it is mirrored again", () -> capture.isMirrored());
        return compare(capture);
    }

    /** Where a copy differs first from what the guest has on its disk; below zero for nowhere. */
    long mismatch(Path copy) throws IOException {
        return Files.mismatch(image, copy);
    }

    @Override
    public void close() throws IOException {
        try {
            endAgent();
        } finally {
            watch.close();
            guest.close();
        }
    }
}
