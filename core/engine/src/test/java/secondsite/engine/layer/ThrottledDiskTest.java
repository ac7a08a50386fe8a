package secondsite.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.DiskContract;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.disk.Writes;

class ThrottledDiskTest extends DiskContract {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5);
    private final AtomicLong rate = new AtomicLong(1000);

    @Override
    protected Disk disk(byte[] contents) throws IOException {
        MemoryDisk disk = new MemoryDisk(contents.length);
        disk.write(ByteBuffer.wrap(contents), 0);
        return throttled(disk);
    }

    private Disk throttled(Disk below) {
        return new ThrottledDisk(below, rate::get, now::get, now::addAndGet);
    }

    @Test
    void movesSoManyBytesASecond() throws IOException {
        Disk disk = throttled(new MemoryDisk(100_000));
        long begin = now.get();
        disk.write(ByteBuffer.allocate(500), 0);
        assertThat(now.get() - begin).as("the first goes at once").isZero();
        disk.read(ByteBuffer.allocate(1500), 0);
        assertThat(now.get() - begin).isEqualTo(SECOND / 2);
        Writes writes = new Writes();
        writes.begin(ByteBuffer.allocateDirect(5000));
        writes.add(0, Writes.LEAD + Writes.HEADROOM, 3000);
        disk.write(writes);
        assertThat(now.get() - begin).isEqualTo(2 * SECOND);
        disk.flush();
        disk.zero(0, 100_000);
        assertThat(now.get() - begin).as("what moves no bytes is free").isEqualTo(2 * SECOND);
        disk.read(ByteBuffer.allocate(1), 0);
        assertThat(now.get() - begin).isEqualTo(5 * SECOND);
    }

    @Test
    void restIsNotSavedUp() throws IOException {
        Disk disk = throttled(new MemoryDisk(100_000));
        now.addAndGet(100 * SECOND);
        long begin = now.get();
        disk.read(ByteBuffer.allocate(2000), 0);
        disk.read(ByteBuffer.allocate(1), 0);
        assertThat(now.get() - begin).isEqualTo(2 * SECOND);
    }

    @Test
    void theRateMayChangeAndGo() throws IOException {
        Disk disk = throttled(new MemoryDisk(100_000));
        rate.set(0);
        long begin = now.get();
        disk.read(ByteBuffer.allocate(50_000), 0);
        disk.read(ByteBuffer.allocate(50_000), 0);
        assertThat(now.get()).isEqualTo(begin);
    }

    @Test
    void anInterruptionEndsTheWait() throws IOException {
        Disk disk = new ThrottledDisk(new MemoryDisk(100), () -> 1, () -> 0, Pause.SLEEPING);
        disk.read(ByteBuffer.allocate(100), 0);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> disk.read(ByteBuffer.allocate(1), 0)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
