package secondsite.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.segment.Record;

class ChunkScanTest {

    private static final int SIZE = 3 << 20;

    /** The oracle applies the records to garbage and compares with what the disk was written with. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tellsEveryByteOnceAndSkipsLongZeros(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = content(random);
        var disk = new MemoryDisk(SIZE);
        disk.write(ByteBuffer.wrap(content), 0);
        punch(disk, content, random);
        int offset = random.nextInt(1 << 20);
        int length = SIZE - offset - random.nextInt(1 << 20);
        List<Record> records = new ChunkScan(disk, SIZE).scan(offset, length);
        byte[] told = new byte[length];
        Arrays.fill(told, (byte) 0x55);
        assertThat(apply(records, offset, told)).isEqualTo(length);
        assertThat(Arrays.equals(told, Arrays.copyOfRange(content, offset, offset + length))).isTrue();
        assertThat(records).noneMatch(ChunkScanTest::mostlyZero);
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[SIZE];
        for (int at = 0; at < SIZE;) {
            int end = Math.min(SIZE, at + 4096 * (1 + random.nextInt(40)) - random.nextInt(2) * random.nextInt(4000));
            if (random.nextBoolean()) {
                byte[] some = new byte[end - at];
                random.nextBytes(some);
                System.arraycopy(some, 0, content, at, some.length);
            }
            at = end;
        }
        return content;
    }

    private static void punch(MemoryDisk disk, byte[] content, Random random) throws IOException {
        for (Extent range : List.of(new Extent(random.nextInt(1 << 20), 100_000, Extent.Kind.HOLE),
                new Extent((1 << 20) + random.nextInt(1 << 20), 600_000, Extent.Kind.HOLE))) {
            disk.trim(range.offset(), range.length());
            Arrays.fill(content, (int) range.offset(), (int) range.end(), (byte) 0);
        }
    }

    private static int apply(List<Record> records, int base, byte[] to) {
        int next = 0;
        for (Record record : records) {
            switch (record) {
                case Record.Copy copy -> {
                    assertThat(copy.offset()).isEqualTo(base + next);
                    int length = copy.data().remaining();
                    copy.data().get(copy.data().position(), to, next, length);
                    next += length;
                }
                case Record.Zero zero -> {
                    assertThat(zero.offset()).isEqualTo(base + next);
                    Arrays.fill(to, next, next + zero.length(), (byte) 0);
                    next += zero.length();
                }
                default -> throw new AssertionError(record);
            }
        }
        return next;
    }

    private static boolean mostlyZero(Record record) {
        if (!(record instanceof Record.Copy copy)) {
            return false;
        }
        int run = 0;
        for (int i = 0; i < copy.data().remaining(); i++) {
            run = copy.data().get(copy.data().position() + i) == 0 ? run + 1 : 0;
            if (run >= (16 << 10) + 2 * 4096) {
                return true;
            }
        }
        return false;
    }
}
