package secondsite.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.tracking.Reads;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.layer.DiskLayer;

@Timeout(60)
class ReadsAtOnceTest {

    private static final int SIZE = 4 << 20;
    private static final int BLOCK = 4 << 10;

    private final byte[] content = new byte[SIZE];
    private final AtomicInteger underWay = new AtomicInteger();

    private Disk filled() throws IOException {
        new Random(1).nextBytes(content);
        var disk = new MemoryDisk(SIZE);
        disk.write(ByteBuffer.wrap(content), 0);
        return disk;
    }

    private static List<Reads.Read> places(int count) {
        var reads = new ArrayList<Reads.Read>();
        var random = new Random(2);
        for (int i = 0; i < count; i++) {
            reads.add(new Reads.Read((long) BLOCK * random.nextInt(SIZE / BLOCK), ByteBuffer.allocate(BLOCK)));
        }
        return reads;
    }

    private void assertRead(List<Reads.Read> reads) {
        assertThat(reads).allSatisfy(read -> assertThat(read.into().flip())
                .isEqualTo(ByteBuffer.wrap(content, (int) read.offset(), BLOCK)));
    }

    @Test
    void eachPlaceIsReadWhateverTheirNumber() throws IOException {
        try (var reading = new ReadsAtOnce(filled())) {
            for (int count : List.of(0, 1, 2, 7, 8, 9, 500)) {
                List<Reads.Read> reads = places(count);
                reading.all(reads);
                assertRead(reads);
            }
        }
    }

    /** A disk that answers only when a few have asked would keep a reader waiting for ever who asks one after the other. */
    @Test
    void aFewAreUnderWayAtOnce() throws IOException {
        var asked = new CountDownLatch(4);
        var disk = new DiskLayer(filled()) {
            @Override
            public void read(ByteBuffer into, long offset) throws IOException {
                asked.countDown();
                try {
                    if (!asked.await(30, TimeUnit.SECONDS)) {
                        throw new IOException("nobody else asks");
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                super.read(into, offset);
            }
        };
        List<Reads.Read> reads = places(100);
        try (var reading = new ReadsAtOnce(disk)) {
            reading.all(reads);
        }
        assertRead(reads);
    }

    @Test
    void aReadThatFailedIsToldWhenNoOtherIsUnderWayAnyMore() throws IOException {
        var failing = new AtomicInteger(20);
        var disk = new DiskLayer(filled()) {
            @Override
            public void read(ByteBuffer into, long offset) throws IOException {
                underWay.incrementAndGet();
                try {
                    if (failing.decrementAndGet() == 0) {
                        throw new IOException("block " + offset / BLOCK + " is bad");
                    }
                    Thread.yield();
                    super.read(into, offset);
                } finally {
                    underWay.decrementAndGet();
                }
            }
        };
        try (var reading = new ReadsAtOnce(disk)) {
            assertThatThrownBy(() -> reading.all(places(1000))).isInstanceOf(IOException.class)
                    .hasMessageContaining("is bad");
            assertThat(underWay).hasValue(0);
            List<Reads.Read> next = places(50);
            reading.all(next);
            assertRead(next);
        }
    }

    @Test
    void anInterruptIsKeptUntilAllHaveEnded() throws IOException {
        List<Reads.Read> reads = places(300);
        try (var reading = new ReadsAtOnce(filled())) {
            Thread.currentThread().interrupt();
            reading.all(reads);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertRead(reads);
    }
}
