package secondsite.engine.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import secondsite.engine.layer.DiskLayer;
import secondsite.engine.layer.Pause;

/** A disk that takes its time for every read, write and flush. */
public final class SlowDisk extends DiskLayer {

    private final Duration delay;
    private final Pause pause;

    public SlowDisk(Disk below, Duration delay, Pause pause) {
        super(below);
        this.delay = delay;
        this.pause = pause;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        delay();
        below.read(into, offset);
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        delay();
        below.write(from, offset);
    }

    @Override
    public void write(Writes writes) throws IOException {
        delay();
        below.write(writes);
    }

    @Override
    public void flush() throws IOException {
        delay();
        below.flush();
    }

    private void delay() throws IOException {
        try {
            pause.of(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while slow");
        }
    }
}
