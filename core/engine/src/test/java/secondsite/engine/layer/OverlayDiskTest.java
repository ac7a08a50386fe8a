package secondsite.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.DiskContract;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Extent.Kind;
import secondsite.engine.disk.FaultyDisk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;

class OverlayDiskTest extends DiskContract {

    @TempDir
    Path directory;

    private MemoryDisk base;
    private byte[] baseContents;

    @Override
    protected Disk disk(byte[] contents) throws IOException {
        base = memory(contents);
        baseContents = contents;
        StoredFile file = DirectoryFolder.at(directory).create(UUID.randomUUID().toString());
        file.resize(contents.length);
        return new OverlayDisk(new ReadOnlyDisk(base), new FileDisk(file));
    }

    private static MemoryDisk memory(byte[] contents) {
        MemoryDisk disk = new MemoryDisk(contents.length);
        disk.write(ByteBuffer.wrap(contents), 0);
        return disk;
    }

    @AfterEach
    void theBaseIsAsItWas() {
        ByteBuffer now = ByteBuffer.allocate(baseContents.length);
        base.read(now, 0);
        assertThat(now.array()).isEqualTo(baseContents);
    }

    @Test
    void oldContentsOfTheOverlayNeverShow() throws IOException {
        byte[] garbage = new byte[20_000];
        new Random(1).nextBytes(garbage);
        try (Disk disk = new OverlayDisk(new MemoryDisk(garbage.length), memory(garbage))) {
            disk.write(ByteBuffer.wrap(new byte[]{7}), 5000);
            disk.trim(12_000, 1);
            ByteBuffer all = ByteBuffer.allocate(garbage.length);
            disk.read(all, 0);
            byte[] expected = new byte[garbage.length];
            expected[5000] = 7;
            assertThat(all.array()).isEqualTo(expected);
        }
    }

    @Test
    void aChangeThatFailedLeavesTheOldContents() throws IOException {
        byte[] contents = new byte[3 * OverlayDisk.BLOCK];
        new Random(2).nextBytes(contents);
        for (int call = 1; call <= 3; call++) {
            Disk disk = new OverlayDisk(memory(contents),
                    FaultyDisk.failingCall(new MemoryDisk(contents.length), call));
            assertThatThrownBy(() -> disk.write(ByteBuffer.allocate(6000), 1000)).isInstanceOf(IOException.class);
            ByteBuffer all = ByteBuffer.allocate(contents.length);
            disk.read(all, 0);
            assertThat(all.array()).as("write call %d failed", call).isEqualTo(contents);
        }
    }

    @Test
    void trimmingAHugeDiskTakesNoMemory() throws IOException {
        long size = (64L << 40) - 5;
        try (Disk disk = new OverlayDisk(new MemoryDisk(size), new MemoryDisk(size))) {
            disk.trim(0, size);
            disk.write(ByteBuffer.wrap(new byte[]{3}), size - 1);
            assertThat(disk.extents(0, size - 100_000)).isEqualTo(List.of(new Extent(0, size - 100_000, Kind.HOLE)));
        }
    }

    @Test
    void twoDisksOfDifferentSizeAreRefused() {
        assertThatThrownBy(() -> new OverlayDisk(new MemoryDisk(10), new MemoryDisk(11)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("11");
    }
}
