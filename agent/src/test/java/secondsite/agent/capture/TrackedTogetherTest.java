package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.freeze.Marks;
import secondsite.agent.os.BootId;
import secondsite.agent.os.FileSystems.FreezeException;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.LinuxDevice;
import secondsite.agent.os.MachineStillness;
import secondsite.agent.os.ScannedFile;
import secondsite.agent.stage.LoopDevice;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * One machine with several disks, which writes a number to the first, and only when that is durable to the next: at any moment no disk has a number
 * that one before it lacks.
 */
@Timeout(120)
class TrackedTogetherTest {

    private static final long SIZE = 24 << 20;
    private static final int POINTS = 8;
    private static final int MOST_TRIES = 20;

    @TempDir
    private Path folder;

    private final MachineStillness stillness = new MachineStillness(new FileSystems(List.of()), Duration.ofSeconds(2));
    private final List<Disk> disks = new ArrayList<>();
    private volatile boolean stop;
    private volatile Throwable failure;
    private volatile int written;

    private final class Disk implements AutoCloseable {

        private final Path own;
        private final LoopDevice loop;
        private final Path mounted;
        private final FileChannel number;
        private final RoundCapture capture;
        private int copies;

        Disk(String name, boolean tracked) throws IOException, InterruptedException {
            own = Files.createDirectories(folder.resolve(name));
            loop = new LoopDevice(own, SIZE);
            mounted = loop.mount();
            number = FileChannel.open(mounted.resolve("number"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            capture = tracked ? track() : scan();
            capture.protect(1);
            capture.copy(CopyStage.OVER);
        }

        private CaptureSettings settings() throws IOException {
            UUID id = TrackedMachine.disk(own);
            return new CaptureSettings(new JournalIdentity(id, SIZE), 1, BootId.current(),
                    new SpoolLimits(1 << 30, 0));
        }

        private RoundCapture track() throws IOException {
            var device = new LinuxDevice(loop.path(), settings().identity().disk(), SIZE);
            RoundCapture opened = new RoundDiskOpening(device, DirectoryFolder.at(own.resolve("spool")),
                    DirectoryFolder.at(own), settings(), stillness, InstantSource.system()).open();
            stillness.add(device, opened::isProtected);
            return opened;
        }

        private RoundCapture scan() throws IOException {
            var device = new ScannedFile(loop.path(), SIZE, InstantSource.system());
            RoundCapture opened = new RoundDiskOpening(device, 3, DirectoryFolder.at(own.resolve("spool")),
                    DirectoryFolder.at(own), settings(), stillness, InstantSource.system()).open();
            stillness.add(device, opened::isProtected);
            return opened;
        }

        void write(int next) throws IOException {
            number.write(ByteBuffer.allocate(4).putInt(0, next), 0);
            number.force(false);
        }

        /** The number in a copy of the disk, as a machine that starts finds it. */
        int kept(Path image) throws IOException, InterruptedException {
            Path copy = own.resolve("point" + ++copies + ".img");
            Path at = Files.createDirectories(own.resolve("point" + copies));
            Files.copy(image, copy);
            String device = LoopDevice.run("losetup", "-f", "--show", copy.toString()).strip();
            try {
                LoopDevice.run("mount", device, at.toString());
                try {
                    byte[] bytes = Files.readAllBytes(at.resolve("number"));
                    return bytes.length < 4 ? 0 : ByteBuffer.wrap(bytes).getInt();
                } finally {
                    LoopDevice.run("umount", at.toString());
                }
            } finally {
                LoopDevice.run("losetup", "-d", device);
                Files.delete(copy);
            }
        }

        @Override
        public void close() throws IOException {
            try (loop; number) {
                capture.unprotect();
                capture.close();
            }
        }
    }

    @BeforeEach
    void begin() throws IOException {
        LoopDevice.assumeTracking();
    }

    @AfterEach
    void end() throws IOException {
        for (Disk disk : disks) {
            disk.close();
        }
    }

    private Thread program() {
        return Thread.ofPlatform().start(() -> {
            try {
                for (int next = 1; !stop; next++) {
                    for (Disk disk : disks) {
                        disk.write(next);
                    }
                    written = next;
                }
            } catch (IOException e) {
                failure = e;
            }
        });
    }

    private Map<UUID, Long> point() throws Exception {
        var marks = new Marks(Duration.ofSeconds(5), MonotonicTime.SYSTEM);
        List<Capture> captures = disks.stream().<Capture>map(disk -> disk.capture).toList();
        for (int tried = 1;; tried++) {
            try {
                return marks.place(captures, new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
            } catch (FreezeException e) {
                // A busy machine is not frozen in time, and is asked again later, as the agent does.
                if (tried == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void assertOneMoment() throws Exception {
        var replicas = new ArrayList<ToldDisk>();
        Thread program = program();
        try {
            var points = new ArrayList<Map<UUID, Long>>();
            var from = new ArrayList<Long>();
            for (Disk disk : disks) {
                replicas.add(new ToldDisk(disk.capture, disk.own.resolve("replica")));
                from.add(disk.capture.consistentFrom());
            }
            for (int i = 0; i < POINTS; i++) {
                int before = written;
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (written < before + 3 && failure == null) {
                    assertThat(System.nanoTime()).as("the machine goes on").isLessThan(deadline);
                    Thread.onSpinWait();
                }
                points.add(point());
            }
            stop = true;
            program.join();
            assertThat(failure).isNull();
            int last = 0;
            for (var point : points) {
                var kept = new ArrayList<Integer>();
                for (int i = 0; i < disks.size(); i++) {
                    Disk disk = disks.get(i);
                    disk.capture.force();
                    replicas.get(i).bringTo(Math.max(from.get(i), point.get(disk.capture.identity().disk())),
                            disk.capture);
                    kept.add(disk.kept(replicas.get(i).image()));
                }
                for (int i = 1; i < kept.size(); i++) {
                    assertThat(kept.get(i)).as("numbers on the disks: " + kept)
                            .isBetween(kept.get(i - 1) - 1, kept.get(i - 1));
                }
                assertThat(kept.getFirst()).as("it went on").isGreaterThan(last);
                last = kept.getFirst();
            }
        } finally {
            stop = true;
            program.join();
            for (ToldDisk replica : replicas) {
                replica.close();
            }
        }
    }

    @Test
    void twoTrackedDisksHaveTheirPointsAtOneMoment() throws Exception {
        disks.add(new Disk("one", true));
        disks.add(new Disk("two", true));
        assertOneMoment();
    }

    @Test
    void aTrackedAndAScannedDiskHaveTheirPointsAtOneMoment() throws Exception {
        disks.add(new Disk("one", true));
        disks.add(new Disk("two", false));
        assertOneMoment();
    }
}
