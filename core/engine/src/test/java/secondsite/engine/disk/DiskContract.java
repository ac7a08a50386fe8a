package secondsite.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Disk} promises. The model is an array of bytes. */
public abstract class DiskContract {

    /** Neither a multiple of a block nor of a sector, and some blocks long. */
    private static final int SIZE = 600 * 1024 + 77;

    private byte[] model;
    private Disk disk;

    /** A disk that holds these bytes. */
    protected abstract Disk disk(byte[] contents) throws IOException;

    @BeforeEach
    void makeDisk() throws IOException {
        model = new byte[SIZE];
        Random random = new Random(99);
        fill(random, 0, 10_000);
        fill(random, 100_001, 65_536);
        fill(random, SIZE - 5000, 5000);
        disk = disk(model.clone());
    }

    @AfterEach
    void closeDisk() throws IOException {
        disk.close();
    }

    private void fill(Random random, int at, int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        System.arraycopy(data, 0, model, at, length);
    }

    @Test
    void holdsWhatItIsMadeWith() throws IOException {
        assertThat(disk.size()).isEqualTo(SIZE);
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void equalsItsModel(long seed) throws IOException {
        assumeFalse(disk.readOnly());
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int at = position(random, SIZE);
            int length = length(random, SIZE - at);
            switch (random.nextInt(8)) {
                case 0 -> {
                    disk.zero(at, length);
                    Arrays.fill(model, at, at + length, (byte) 0);
                }
                case 1 -> {
                    disk.trim(at, length);
                    Arrays.fill(model, at, at + length, (byte) 0);
                }
                case 2 -> disk.flush();
                case 3 -> assertExtents(at, length);
                case 4 -> assertThat(read(at, length)).isEqualTo(Arrays.copyOfRange(model, at, at + length));
                case 5 -> writeGroup(random);
                default -> write(random, at, length);
            }
        }
        assertWhole();
        assertExtents(0, SIZE);
    }

    private void write(Random random, int at, int length) throws IOException {
        fill(random, at, length);
        ByteBuffer from = random.nextBoolean()
                ? ByteBuffer.allocate(length + 2)
                : ByteBuffer.allocateDirect(length + 2);
        from.put(1, model, at, length).position(1).limit(length + 1);
        disk.write(from, at);
        assertThat(from.hasRemaining()).isFalse();
    }

    private void writeGroup(Random random) throws IOException {
        int count = 1 + random.nextInt(20);
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        Writes writes = new Writes();
        writes.begin(buffer);
        int position = Writes.LEAD;
        int next = position(random, SIZE);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(3) == 0 || next == SIZE ? position(random, SIZE) : next;
            int length = Math.min(1 + random.nextInt(9000), SIZE - at);
            fill(random, at, length);
            position += Writes.HEADROOM;
            buffer.put(position, model, at, length);
            writes.add(at, position, length);
            position += length;
            next = at + length;
        }
        disk.write(writes);
    }

    private static int position(Random random, int size) {
        int at = random.nextInt(size);
        return random.nextBoolean() ? at : at / 4096 * 4096;
    }

    private static int length(Random random, int room) {
        int most = switch (random.nextInt(3)) {
            case 0 -> 512;
            case 1 -> 20_000;
            default -> 300_000;
        };
        int length = random.nextInt(Math.min(room, most) + 1);
        return random.nextBoolean() ? length : length / 4096 * 4096;
    }

    @Test
    void readsIntoBuffersOfEveryKind() throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(300).position(50).limit(250);
        disk.read(direct, 9_900);
        assertThat(direct.hasRemaining()).isFalse();
        assertThat(direct.limit()).isEqualTo(250);
        assertThat(direct.position(50)).isEqualTo(ByteBuffer.wrap(model, 9_900, 200));
        disk.read(ByteBuffer.allocate(0), SIZE);
    }

    @Test
    void extentsCoverWhatIsAskedAndTellTheTruth() throws IOException {
        assertExtents(0, SIZE);
        assertExtents(9_999, 2);
        assertExtents(SIZE - 1, 1);
        assertThat(disk.extents(5, 0)).isEmpty();
    }

    @Test
    void refusesWhatLiesOutside() throws IOException {
        for (long[] range : new long[][]{{SIZE, 1}, {-1, 1}, {SIZE - 1, 2}, {Long.MAX_VALUE, 1}, {0, SIZE + 1},
                {Long.MIN_VALUE, 1}}) {
            refuses(range[0], range[1]);
        }
        assertThatThrownBy(() -> disk.zero(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> disk.trim(1, Long.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> disk.extents(1, Long.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertWhole();
    }

    private void refuses(long at, long length) {
        Class<? extends Throwable> outside = IndexOutOfBoundsException.class;
        ByteBuffer buffer = ByteBuffer.allocate((int) length);
        assertThatThrownBy(() -> disk.read(buffer.duplicate(), at)).isInstanceOf(outside);
        assertThatThrownBy(() -> disk.write(buffer.duplicate(), at)).isInstanceOf(outside);
        assertThatThrownBy(() -> disk.zero(at, length)).isInstanceOf(outside);
        assertThatThrownBy(() -> disk.trim(at, length)).isInstanceOf(outside);
        assertThatThrownBy(() -> disk.extents(at, length)).isInstanceOf(outside);
    }

    @Test
    void aReadOnlyDiskRefusesEveryChange() throws IOException {
        assumeTrue(disk.readOnly());
        Class<? extends Throwable> refused = ReadOnlyDiskException.class;
        assertThatThrownBy(() -> disk.write(ByteBuffer.allocate(10), 0)).isInstanceOf(refused);
        assertThatThrownBy(() -> disk.zero(0, 10)).isInstanceOf(refused);
        assertThatThrownBy(() -> disk.trim(0, 10)).isInstanceOf(refused);
        Writes writes = new Writes();
        writes.begin(ByteBuffer.allocateDirect(1000));
        writes.add(0, Writes.LEAD + Writes.HEADROOM, 10);
        assertThatThrownBy(() -> disk.write(writes)).isInstanceOf(refused);
        disk.flush();
        assertWhole();
    }

    @Test
    void manyThreadsWriteSideBySide() throws Exception {
        assumeFalse(disk.readOnly());
        int threads = 8;
        int stripe = 1000;
        try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
            List<Callable<Void>> work = IntStream.range(0, threads)
                    .<Callable<Void>>mapToObj(thread -> () -> writeStripes(thread, threads, stripe)).toList();
            for (Future<Void> done : all.invokeAll(work)) {
                done.get();
            }
        }
        assertWhole();
    }

    /** Neighbouring stripes of different threads share blocks. */
    private Void writeStripes(int thread, int threads, int stripe) throws IOException {
        Random random = new Random(thread);
        for (int at = thread * stripe; at + stripe <= SIZE; at += threads * stripe) {
            byte[] data = new byte[stripe];
            random.nextBytes(data);
            disk.write(ByteBuffer.wrap(data), at);
            System.arraycopy(data, 0, model, at, stripe);
            if (random.nextInt(10) == 0) {
                disk.zero(at + 10L, 900);
                Arrays.fill(model, at + 10, at + 910, (byte) 0);
            }
            assertThat(read(at, stripe)).isEqualTo(Arrays.copyOfRange(model, at, at + stripe));
        }
        return null;
    }

    private void assertWhole() throws IOException {
        assertThat(Arrays.mismatch(read(0, SIZE), model)).as("first byte that differs").isEqualTo(-1);
    }

    private void assertExtents(int at, int length) throws IOException {
        long next = at;
        for (Extent extent : disk.extents(at, length)) {
            assertThat(extent.offset()).isEqualTo(next);
            next = extent.end();
            if (extent.kind() != Extent.Kind.DATA) {
                for (long i = extent.offset(); i < extent.end(); i++) {
                    if (model[(int) i] != 0) {
                        throw new AssertionError("byte " + i + " is not zero, but lies in " + extent);
                    }
                }
            }
        }
        assertThat(next).isEqualTo((long) at + length);
    }

    private byte[] read(int at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        disk.read(into, at);
        return into.array();
    }
}
