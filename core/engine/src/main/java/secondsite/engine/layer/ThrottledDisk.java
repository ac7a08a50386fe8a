package secondsite.engine.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Writes;

/**
 * A disk that moves only so many bytes a second, reads and writes together. Each request waits until those before it are paid for,
 * so that the first one after a rest goes at once.
 */
public final class ThrottledDisk extends DiskLayer {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LongSupplier bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private long paidUntil;

    /**
     * @param bytesPerSecond asked for each request; 0 and less is no limit
     * @param nanoTime a clock that never jumps, as {@link System#nanoTime()}
     */
    public ThrottledDisk(Disk below, LongSupplier bytesPerSecond, LongSupplier nanoTime, Pause pause) {
        super(below);
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        paidUntil = nanoTime.getAsLong();
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        pay(into.remaining());
        below.read(into, offset);
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        pay(from.remaining());
        below.write(from, offset);
    }

    @Override
    public void write(Writes writes) throws IOException {
        long bytes = 0;
        for (int i = 0; i < writes.count(); i++) {
            bytes += writes.length(i);
        }
        pay(bytes);
        below.write(writes);
    }

    private void pay(long bytes) throws IOException {
        try {
            long nanos = reserve(bytes);
            if (nanos > 0) {
                pause.of(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + this + " was held back to its rate");
        }
    }

    private synchronized long reserve(long bytes) {
        long rate = bytesPerSecond.getAsLong();
        long now = nanoTime.getAsLong();
        if (rate <= 0) {
            paidUntil = now;
            return 0;
        }
        long begin = paidUntil - now > 0 ? paidUntil : now;
        paidUntil = begin + Math.round((double) bytes * NANOS_PER_SECOND / rate);
        return begin - now;
    }
}
