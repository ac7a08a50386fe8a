package secondsite.server.target.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FaultyDisk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;

/** What is taken out is what the disk holds; qemu-img judges. */
class ExtractionTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void theImageHoldsTheDisk(ImageFormat format) throws Exception {
        for (long size : new long[]{1, 512, 65_536, 3 * 65_536 + 512, (1L << 30) + 4096}) {
            Disk disk = disk(size);
            new Extraction(disk, (done, of) -> true).to(folder(), "image-" + size, format);
            Path raw = raw(disk);
            String kind = format == ImageFormat.RAW ? "raw" : "qcow2";
            Command.run("qemu-img", "compare", "-f", "raw", "-F", kind, raw.toString(), image(size).toString());
            if (format == ImageFormat.QCOW2) {
                assertThat(Command.run("qemu-img", "check", "-f", "qcow2", image(size).toString()))
                        .contains("No errors");
            } else {
                assertThat(Files.size(image(size))).isEqualTo(size);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void zerosTakeNoSpace(ImageFormat format) throws IOException {
        try (var disk = new MemoryDisk(8L << 30)) {
            disk.write(ByteBuffer.wrap(new byte[1 << 20]), 3L << 30);
            disk.write(ByteBuffer.wrap(new byte[]{1}), (5L << 30) - 7);
            new Extraction(disk, (done, of) -> true).to(folder(), "image-0", format);
        }
        try (var file = folder().openReadOnly("image-0")) {
            assertThat(dataBytes(file)).isLessThan(1 << 20);
        }
    }

    @Test
    void aGuestCanWriteToAnExtractedQcow2() throws Exception {
        new Extraction(disk(40 << 20), (done, of) -> true).to(folder(), "image-0", ImageFormat.QCOW2);
        Command.run("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 40M", "-c", "read -P 7 0 40M", image(0).toString());
        Command.run("qemu-img", "check", "-f", "qcow2", image(0).toString());
    }

    @Test
    void tellsHowFarItIsAndEndsWhenTold() throws IOException {
        List<Long> told = new ArrayList<>();
        new Extraction(disk(5 << 20), (done, of) -> told.add(done) && of == 5 << 20).to(folder(), "image-1",
                ImageFormat.RAW);
        assertThat(told).isSorted().endsWith(5L << 20).hasSizeGreaterThan(3);
        var cancelled = new Extraction(disk(5 << 20), (done, of) -> done < 2 << 20);
        assertThatThrownBy(() -> cancelled.to(folder(), "image-2", ImageFormat.RAW))
                .isInstanceOf(CancellationException.class);
        assertThat(folder().names()).containsExactly("image-1");
    }

    @Test
    void aDamagedDiskLeavesNoImage() throws IOException {
        Disk disk = FaultyDisk.failingCall(disk(5 << 20), 4);
        assertThatThrownBy(() -> new Extraction(disk, (done, of) -> true).to(folder(), "image-1", ImageFormat.QCOW2))
                .isInstanceOf(IOException.class);
        assertThat(folder().names()).isEmpty();
    }

    @Test
    void anotherFileIsNotOverwritten() throws IOException {
        DirectoryFolder folder = folder();
        Files.writeString(image(1), "precious");
        assertThatThrownBy(
                () -> new Extraction(disk(4096), (done, of) -> true).to(folder, "image-1", ImageFormat.RAW))
                .hasMessageContaining("there already");
        assertThat(image(1)).hasContent("precious");
    }

    private static Disk disk(long size) throws IOException {
        var disk = new MemoryDisk(size);
        var random = new Random(size);
        for (int i = 0; i < 20; i++) {
            byte[] data = new byte[(int) Math.min(size, 1 + random.nextInt(200_000))];
            random.nextBytes(data);
            disk.write(ByteBuffer.wrap(data), random.nextLong(size - data.length + 1));
        }
        return disk;
    }

    private Path raw(Disk disk) throws IOException {
        Path raw = directory.resolve("raw");
        try (var file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(0);
            file.setLength(disk.size());
            for (long at = 0; at < disk.size(); at += 1 << 20) {
                byte[] data = new byte[(int) Math.min(1 << 20, disk.size() - at)];
                disk.read(ByteBuffer.wrap(data), at);
                if (!Arrays.equals(data, new byte[data.length])) {
                    file.seek(at);
                    file.write(data);
                }
            }
        }
        return raw;
    }

    private static long dataBytes(secondsite.engine.file.StoredFile file) throws IOException {
        long bytes = 0;
        for (long at = file.nextData(0); at < file.size(); at = file.nextData(at)) {
            long hole = file.nextHole(at);
            bytes += hole - at;
            at = hole;
        }
        return bytes;
    }

    private Path image(long size) {
        return directory.resolve("images").resolve("image-" + size);
    }

    private DirectoryFolder folder() throws IOException {
        return DirectoryFolder.at(directory.resolve("images"));
    }
}
