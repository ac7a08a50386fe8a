package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.freeze.Marks;
import secondsite.agent.mirror.Guest;
import secondsite.agent.mirror.Mirror;
import secondsite.agent.mirror.QmpMonitor;
import secondsite.agent.power.DisklessMachine;
import secondsite.api.qmp.Qmp;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * Two disks of one guest: it writes to the first, and when that is acknowledged to the second. At any point the first has as many as the second, or one
 * more; also while what covers them is renewed, for which its QEMU lets all writes wait.
 */
@Timeout(180)
class MirroredTogetherTest {

    private static final int SIZE = 8 << 20;
    private static final int SECTOR = 512;
    private static final int POINTS = 20;

    @TempDir
    private Path folder;

    private DisklessMachine guest;
    private Qmp watch;
    private final List<MirrorCapture> disks = new ArrayList<>();
    private final long[] written = new long[2];
    private volatile boolean stop;
    private volatile Throwable failure;
    private volatile int both;

    @BeforeEach
    void begin() throws Exception {
        var words = new ArrayList<>(List.of("-device", "virtio-scsi-pci"));
        for (int i = 0; i < 2; i++) {
            Path image = folder.resolve("disk" + i + ".img");
            try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(SIZE);
            }
            words.addAll(List.of("-drive", "if=none,id=d" + i + ",format=raw,file=" + image, "-device",
                    "scsi-hd,drive=d" + i));
        }
        guest = new DisklessMachine(folder, words.toArray(String[]::new));
        watch = guest.watch();
        var shared = new Guest(new QmpMonitor(guest.socket()), folder.resolve("between"));
        for (int i = 0; i < 2; i++) {
            var id = new UUID(0x5eedL << 32 | i, i);
            var mirror = new Mirror(shared, "d" + i, id, SIZE, UUID::randomUUID, NbdEvents.NONE);
            var settings = new CaptureSettings(new JournalIdentity(id, SIZE), 1, new UUID(3, 4),
                    new SpoolLimits(1 << 30, 0));
            MirrorCapture disk = SplitDiskOpening.mirror(mirror, DirectoryFolder.at(folder.resolve("spool" + i)),
                    DirectoryFolder.at(folder), settings, InstantSource.system());
            disks.add(disk);
            disk.protect(1);
        }
    }

    @AfterEach
    void end() throws Exception {
        for (MirrorCapture disk : disks) {
            disk.close();
        }
        if (watch != null) {
            watch.close();
            guest.close();
        }
    }

    private void write(int disk, int number) throws IOException {
        watch.ask("human-monitor-command", Map.of("command-line", "qemu-io d" + disk + " \"aio_write -q -P 1 "
                + (long) number * SECTOR + " " + SECTOR + "\""));
        written[disk]++;
        while (acknowledged(disk) < written[disk]) {
            LockSupport.parkNanos(200_000);
        }
    }

    private long acknowledged(int disk) throws IOException {
        for (JsonNode each : watch.ask("query-blockstats")) {
            if (each.path("device").asText().equals("d" + disk)) {
                return each.path("stats").path("wr_operations").asLong();
            }
        }
        throw new IOException("the guest has no disk d" + disk);
    }

    private void program() {
        try {
            for (int number = 0; !stop; number++) {
                write(0, number);
                write(1, number);
                both = number + 1;
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private record Point(int before, Map<UUID, Long> sequences) {}

    @Test
    void aPointOfTwoDisksIsOneMoment() throws Exception {
        var replicas = new ArrayList<ToldDisk>();
        for (int i = 0; i < 2; i++) {
            replicas.add(new ToldDisk(disks.get(i), folder.resolve("replica" + i)));
        }
        Thread program = Thread.ofPlatform().start(this::program);
        var points = new ArrayList<Point>();
        var marks = new Marks(Duration.ofSeconds(5), MonotonicTime.SYSTEM);
        while (points.size() < POINTS && failure == null) {
            int before = both;
            while (both < before + 2 && failure == null) {
                Thread.onSpinWait();
            }
            before = both;
            if (points.size() % 4 == 0) {
                Thread renewing = Thread.ofPlatform().start(this::renew);
                points.add(new Point(before, marks.place(List.copyOf(disks), mark())));
                renewing.join();
            } else {
                points.add(new Point(before, marks.place(List.copyOf(disks), mark())));
            }
        }
        stop = true;
        program.join();
        assertThat(failure).isNull();
        for (Point point : points) {
            int[] filled = new int[2];
            for (int i = 0; i < 2; i++) {
                replicas.get(i).bringTo(point.sequences().get(disks.get(i).identity().disk()), disks.get(i));
                filled[i] = filled(replicas.get(i).image());
            }
            assertThat(filled[1]).as("of both, acknowledged before").isGreaterThanOrEqualTo(point.before());
            assertThat(filled[0]).as("of the first, when the second has %s", filled[1]).isBetween(filled[1],
                    filled[1] + 1);
        }
        for (ToldDisk replica : replicas) {
            replica.close();
        }
    }

    private static Record.Mark mark() {
        return new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), "");
    }

    private void renew() {
        try {
            disks.getLast().renew();
        } catch (IOException e) {
            failure = e;
        }
    }

    private static int filled(Path image) throws IOException {
        byte[] all = Files.readAllBytes(image);
        int count = 0;
        while (all[count * SECTOR] != 0) {
            count++;
        }
        return count;
    }
}
