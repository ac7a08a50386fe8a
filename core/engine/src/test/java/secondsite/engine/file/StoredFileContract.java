package secondsite.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link StoredFile} promises. The model is an array of bytes. */
public abstract class StoredFileContract {

    private StoredFile file;

    /** A new empty file. */
    protected abstract StoredFile newFile() throws IOException;

    @BeforeEach
    void openFile() throws IOException {
        file = newFile();
    }

    @AfterEach
    void closeFile() throws IOException {
        file.close();
    }

    @Test
    void beginsEmpty() throws IOException {
        assertThat(file.size()).isZero();
        assertThat(file.place()).isNotBlank();
    }

    @Test
    void growsWithWritesAndReadsZerosInBetween() throws IOException {
        file.write(bytes(1, 2, 3), 10);
        assertThat(file.size()).isEqualTo(13);
        assertThat(read(0, 13)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
    }

    @Test
    void takesWholeBuffersFromPositionToLimit() throws IOException {
        ByteBuffer from = bytes(9, 1, 2, 3, 9).position(1).limit(4);
        file.write(from, 0);
        assertThat(from.hasRemaining()).isFalse();
        assertThat(read(0, 3)).containsExactly(1, 2, 3);
        ByteBuffer into = ByteBuffer.allocate(5).position(1).limit(4);
        file.read(into, 0);
        assertThat(into.hasRemaining()).isFalse();
        assertThat(into.array()).containsExactly(0, 1, 2, 3, 0);
    }

    @Test
    void writesBuffersOneBehindTheOther() throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(2).put((byte) 4).put((byte) 5).flip();
        ByteBuffer[] all = {bytes(1, 2), ByteBuffer.allocate(0), bytes(3), direct};
        file.write(all, 7);
        assertThat(read(7, 5)).containsExactly(1, 2, 3, 4, 5);
        assertThat(all).noneMatch(ByteBuffer::hasRemaining);
    }

    @Test
    void writesThousandsOfBuffersAtOnce() throws IOException {
        byte[] expected = random(5, 3 * 2500);
        ByteBuffer[] all = new ByteBuffer[2500];
        for (int i = 0; i < all.length; i++) {
            all[i] = ByteBuffer.wrap(expected, i * 3, 3);
        }
        file.write(all, 1);
        assertThat(read(1, expected.length)).isEqualTo(expected);
    }

    @Test
    void refusesToReadPastItsEnd() throws IOException {
        file.write(bytes(1, 2, 3), 0);
        assertThatThrownBy(() -> read(1, 3)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(100, 1)).isInstanceOf(EOFException.class);
        assertThat(read(3, 0)).isEmpty();
    }

    @Test
    void isCutAndGrown() throws IOException {
        file.write(bytes(1, 2, 3, 4), 0);
        file.resize(2);
        assertThat(file.size()).isEqualTo(2);
        file.resize(5);
        assertThat(read(0, 5)).containsExactly(1, 2, 0, 0, 0);
    }

    @Test
    void punchesZerosAndKeepsItsSize() throws IOException {
        byte[] expected = random(1, 300_000);
        file.write(ByteBuffer.wrap(expected), 0);
        file.punch(1001, 200_000);
        Arrays.fill(expected, 1001, 201_001, (byte) 0);
        file.punch(299_990, 1_000_000);
        Arrays.fill(expected, 299_990, 300_000, (byte) 0);
        file.punch(5, 0);
        assertThat(file.size()).isEqualTo(300_000);
        assertThat(read(0, 300_000)).isEqualTo(expected);
    }

    @Test
    void tellsWhereDataMayBe() throws IOException {
        file.resize(8 << 20);
        file.write(ByteBuffer.wrap(random(2, 100)), 4 << 20);
        long at = 0;
        while (at < file.size()) {
            long data = file.nextData(at);
            assertThat(data).isGreaterThanOrEqualTo(at);
            assertThat(at <= 4 << 20 && data > 4 << 20).as("data is skipped").isFalse();
            long hole = file.nextHole(data);
            assertThat(hole).isGreaterThanOrEqualTo(data);
            at = Math.max(hole, at + 1);
        }
        assertThat(file.nextData(file.size())).isEqualTo(file.size());
        assertThat(file.nextHole(file.size())).isEqualTo(file.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void equalsItsModel(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] model = new byte[200_000];
        file.resize(model.length);
        for (int i = 0; i < 200; i++) {
            int at = random.nextInt(model.length);
            int length = random.nextInt(Math.min(model.length - at, 100_000) + 1);
            if (random.nextInt(4) == 0) {
                file.punch(at, length);
                Arrays.fill(model, at, at + length, (byte) 0);
            } else {
                byte[] data = random(random.nextLong(), length);
                if (random.nextInt(3) == 0) {
                    file.writeUncached(buffer(data, random.nextBoolean()), at);
                } else {
                    file.write(buffer(data, random.nextBoolean()), at);
                }
                System.arraycopy(data, 0, model, at, length);
            }
        }
        ByteBuffer all = ByteBuffer.allocateDirect(model.length);
        file.read(all, 0);
        assertThat(all.flip()).isEqualTo(ByteBuffer.wrap(model));
        assertThat(read(0, model.length)).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource({"0, 12288", "4096, 3145728", "4096, 5000", "512, 9000", "8192, 100", "0, 0"})
    void writesPastTheCacheWhatIsReadAsWrittenBefore(int at, int length) throws IOException {
        byte[] before = random(3, 4 << 20);
        file.write(ByteBuffer.wrap(before), 0);
        byte[] data = random(4, length);
        ByteBuffer from = ByteBuffer.allocate(length + 7).position(3).put(data).limit(length + 3).position(3);
        file.writeUncached(from.asReadOnlyBuffer(), at);
        file.writeUncached(from, at);
        assertThat(from.hasRemaining()).isFalse();
        System.arraycopy(data, 0, before, at, length);
        assertThat(read(0, before.length)).isEqualTo(before);
        assertThat(file.size()).isEqualTo(before.length);
    }

    @Test
    void growsWithWhatIsWrittenPastTheCache() throws IOException {
        file.writeUncached(ByteBuffer.wrap(random(5, 10_000)), 1 << 20);
        assertThat(file.size()).isEqualTo((1 << 20) + 10_000);
        assertThat(read(1 << 20, 10_000)).isEqualTo(random(5, 10_000));
    }

    @Test
    void outlivesTheInterruptionOfAThread() throws Exception {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread interrupted = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            outcome.set(attempt());
        });
        interrupted.join();
        assertThat(outcome.get()).isEqualTo("still interrupted");
        assertThat(read(0, 3)).containsExactly(1, 2, 3);
        file.write(bytes(4), 3);
        file.force();
        assertThat(file.size()).isEqualTo(4);
    }

    @Test
    void isForcedByVirtualThreads() throws Exception {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            outcome.set(attempt());
        }).join();
        assertThat(outcome.get()).isEqualTo("still interrupted");
    }

    private Object attempt() {
        try {
            file.write(bytes(1, 2, 3), 0);
            file.force();
            read(0, 3);
            return Thread.currentThread().isInterrupted() ? "still interrupted" : "interruption lost";
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void refusesEverythingOnceClosed() throws IOException {
        file.close();
        assertThatThrownBy(() -> file.write(bytes(1), 0)).isInstanceOf(ClosedChannelException.class)
                .hasMessage(file.place() + " is closed");
        assertThatThrownBy(() -> file.writeUncached(ByteBuffer.allocate(8192), 0))
                .isInstanceOf(ClosedChannelException.class).hasMessage(file.place() + " is closed");
        assertThatThrownBy(() -> file.size()).isInstanceOf(ClosedChannelException.class)
                .hasMessage(file.place() + " is closed");
        file.close();
    }

    private byte[] read(long position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        file.read(into, position);
        return into.array();
    }

    private static ByteBuffer buffer(byte[] data, boolean direct) {
        return direct ? ByteBuffer.allocateDirect(data.length).put(data).flip() : ByteBuffer.wrap(data);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    private static byte[] random(long seed, int length) {
        byte[] data = new byte[length];
        new Random(seed).nextBytes(data);
        return data;
    }
}
