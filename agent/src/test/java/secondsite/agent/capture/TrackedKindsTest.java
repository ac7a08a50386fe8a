package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.os.BootId;
import secondsite.agent.stage.LoopDevice;
import secondsite.agent.stage.MemoryDevice;

/** Real devices of which the kernel tells in other ways than of a whole disk: a stacked one, a partition, a disk over a file on another. */
@Timeout(60)
class TrackedKindsTest {

    private static final long SIZE = 16 << 20;

    @TempDir
    private Path folder;

    private final Random random = new Random(8);
    private final ArrayList<Closeable> open = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        LoopDevice.assumeTracking();
    }

    @AfterEach
    void end() throws IOException {
        Closing.all(open.reversed());
    }

    private RoundCapture track(Path device, long size) throws IOException {
        RoundCapture capture = TrackedMachine.capture(device, folder.resolve("spool"), BootId.current(), size);
        open.add(capture);
        open.add(capture::unprotect);
        capture.protect(1);
        return capture;
    }

    private void write(Path device, int count, long size) throws IOException {
        try (FileChannel file = FileChannel.open(device, StandardOpenOption.WRITE)) {
            for (int i = 0; i < count; i++) {
                var some = ByteBuffer.allocate(4 << 10);
                random.nextBytes(some.array());
                file.write(some, random.nextLong(size / some.capacity()) * some.capacity());
            }
            file.force(false);
        }
    }

    private void assertFollowed(RoundCapture capture, Path device, long size) throws Exception {
        write(device, 500, size);
        try (var replica = new ToldDisk(capture, folder.resolve("replica"))) {
            long before = capture.writtenBytes();
            for (int round = 0; round < 3; round++) {
                write(device, 300, size);
                replica.bringTo(capture.consistentFrom(), capture);
                assertThat(replica.mismatch(capture)).as("first byte that differs").isNegative();
            }
            assertThat(capture.writtenBytes() - before).as("what was told of").isGreaterThan(300 * 4096L);
        }
    }

    @Test
    void aStackedDeviceIsFollowed() throws Exception {
        MemoryDevice.assumeThere();
        var device = new MemoryDevice(SIZE);
        open.add(device);
        assertThat(Path.of("/sys/block").resolve(device.path().getFileName()).resolve("mq")).doesNotExist();
        assertFollowed(track(device.path(), SIZE), device.path(), SIZE);
    }

    /** Two of the same size, as the oldest kind of table has them. */
    private static void partition(Path device) throws IOException, InterruptedException {
        var table = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2; i++) {
            table.position(446 + 16 * i).putInt(0).putInt(0x83).putInt((int) (2048 + i * SIZE / 512))
                    .putInt((int) (SIZE / 512));
        }
        table.putShort(510, (short) 0xaa55).clear();
        try (FileChannel file = FileChannel.open(device, StandardOpenOption.WRITE)) {
            file.write(table, 0);
            file.force(false);
        }
        LoopDevice.run("partx", "-a", device.toString());
    }

    private static void unpartition(Path device) throws IOException {
        try {
            LoopDevice.run("partx", "-d", device.toString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aPartitionIsFollowedAndItsNeighbourIsNot() throws Exception {
        var disk = new LoopDevice(folder, 3 * SIZE);
        open.add(disk);
        partition(disk.path());
        open.add(() -> unpartition(disk.path()));
        Path second = Path.of(disk.path() + "p2");
        assertThat(second).as("the kernel shows partitions").exists();
        RoundCapture capture = track(second, SIZE);
        assertFollowed(capture, second, SIZE);
        long before = capture.writtenBytes();
        write(Path.of(disk.path() + "p1"), 300, SIZE);
        capture.consistentFrom();
        assertThat(capture.writtenBytes()).isEqualTo(before);
    }

    @Test
    void theFileSystemsOfADiskOverAFileAreFrozenWithTheDisk() throws Exception {
        var below = new LoopDevice(folder, 4 * SIZE);
        open.add(below);
        Path inside = Files.createDirectories(below.mount().resolve("inside"));
        var above = new LoopDevice(inside, SIZE);
        open.add(above);
        Path file = above.mount().resolve("list");
        RoundCapture capture = track(below.path(), 4 * SIZE);
        try (var replica = new ToldDisk(capture, folder.resolve("replica"))) {
            capture.approach();
            Files.writeString(file, "before");
            boolean waits;
            Thread writer;
            try (Hold _ = capture.hold(Duration.ofSeconds(5)).orElseThrow()) {
                writer = Thread.ofPlatform().start(() -> {
                    try {
                        Files.writeString(file, "afterwards");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                waits = !writer.join(Duration.ofMillis(200));
            }
            writer.join();
            assertThat(waits).as("who writes to the disk above waits").isTrue();
            replica.bringTo(capture.consistentFrom(), capture);
        }
        assertThat(Files.readString(file)).isEqualTo("afterwards");
    }
}
