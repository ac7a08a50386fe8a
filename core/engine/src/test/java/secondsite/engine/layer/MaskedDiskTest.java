package secondsite.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Extent.Kind;
import secondsite.engine.disk.MemoryDisk;

class MaskedDiskTest {

    private static final int SIZE = 100_000;

    @Test
    void whatIsLeftOutReadsAsZerosAndTheRestAsItIs() throws IOException {
        var random = new Random(3);
        byte[] model = new byte[SIZE];
        random.nextBytes(model);
        var below = new MemoryDisk(SIZE);
        below.write(ByteBuffer.wrap(model.clone()), 0);
        List<Extent> masked = new ArrayList<>(
                List.of(new Extent(1000, 5000, Kind.DATA), new Extent(6000, 1, Kind.DATA),
                        new Extent(90_000, 10_000, Kind.DATA)));
        byte[] wanted = model.clone();
        masked.forEach(each -> Arrays.fill(wanted, (int) each.offset(), (int) each.end(), (byte) 0));
        Disk disk = new MaskedDisk(below, () -> masked);
        for (int i = 0; i < 500; i++) {
            int offset = random.nextInt(SIZE);
            int length = random.nextInt(SIZE - offset + 1);
            var read = ByteBuffer.allocate(length);
            disk.read(read, offset);
            assertThat(read.array()).isEqualTo(Arrays.copyOfRange(wanted, offset, offset + length));
        }
        masked.clear();
        var read = ByteBuffer.allocate(SIZE);
        disk.read(read, 0);
        assertThat(read.array()).isEqualTo(model);
    }

    @Test
    void itIsToldAsHolesWithoutReading() throws IOException {
        var below = new MemoryDisk(SIZE);
        below.write(ByteBuffer.allocate(SIZE).put(new byte[SIZE]).flip(), 0);
        Disk disk = new MaskedDisk(below, () -> List.of(new Extent(4096, 8192, Kind.DATA)));
        assertThat(disk.extents(0, 20_000)).filteredOn(each -> each.kind() == Kind.HOLE)
                .contains(new Extent(4096, 8192, Kind.HOLE));
        long at = 0;
        for (Extent each : disk.extents(0, 20_000)) {
            assertThat(each.offset()).isEqualTo(at);
            at = each.end();
        }
        assertThat(at).isEqualTo(20_000);
    }
}
