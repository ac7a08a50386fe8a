package secondsite.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Extent.Kind;

class MemoryDiskTest extends DiskContract {

    @Override
    protected Disk disk(byte[] contents) {
        MemoryDisk disk = new MemoryDisk(contents.length);
        disk.write(ByteBuffer.wrap(contents), 0);
        return disk;
    }

    @Test
    void takesOnlyTheMemoryThatIsWritten() {
        long size = 64L << 40;
        try (MemoryDisk disk = new MemoryDisk(size)) {
            disk.write(ByteBuffer.wrap(new byte[]{1}), size - 1);
            assertThat(disk.extents(0, size)).isEqualTo(List.of(new Extent(0, size - 65536, Kind.HOLE),
                    new Extent(size - 65536, 65536, Kind.DATA)));
            disk.trim(0, size);
            assertThat(disk.extents(0, size)).isEqualTo(List.of(new Extent(0, size, Kind.HOLE)));
        }
    }
}
