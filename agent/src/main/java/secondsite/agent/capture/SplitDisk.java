package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.disk.Writes;
import secondsite.engine.segment.Limits;
import secondsite.engine.segment.Record;

/**
 * A disk whose writes are logged before they reach the disk beneath. One lock orders them, so that the log's order is the disk's;
 * reads pass it by. A flush makes the log durable, which is enough: after a crash its end is replayed into the disk beneath, and a
 * checkpoint now and then keeps that end short. What machines see of a {@link SplitCapture}.
 */
public final class SplitDisk implements Disk {

    private static final int PIECE_BYTES = Limits.BATCH_BYTES / 2;

    private final ReentrantLock lock;
    private final Turnstile turnstile;
    private final Disk disk;
    private final Evidence evidence;
    private final Closeable capture;
    /** Changed by those who hold the lock. */
    private volatile long writtenBytes;

    /** @param capture what all this belongs to; closed with the disk */
    SplitDisk(ReentrantLock lock, Turnstile turnstile, Disk disk, Evidence evidence, Closeable capture) {
        this.lock = lock;
        this.turnstile = turnstile;
        this.disk = disk;
        this.evidence = evidence;
        this.capture = capture;
    }

    @Override
    public long size() {
        return disk.size();
    }

    /** How much machines have written since the start, in bytes; zeroes and trims are none. */
    public long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public boolean readOnly() {
        return evidence.situation().state() == CaptureState.FENCED;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        disk.read(into, offset);
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        return disk.extents(offset, length);
    }

    @Override
    public void write(Writes writes) throws IOException {
        long bytes = 0;
        for (int i = 0; i < writes.count(); i++) {
            Disk.checkRange(disk, writes.offset(i), writes.length(i));
            bytes += writes.length(i);
        }
        turnstile.pass();
        lock.lock();
        try {
            checkWritable();
            writtenBytes = writtenBytes + bytes;
            evidence.before(writes);
            apply(writes);
        } finally {
            lock.unlock();
        }
    }

    private void apply(Writes writes) throws IOException {
        try {
            disk.write(writes);
        } catch (IOException e) {
            for (int i = 0; i < writes.count(); i++) {
                evidence.diskFailed(writes.offset(i), writes.length(i), e);
            }
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        Disk.checkRange(disk, offset, from.remaining());
        for (long at = offset; from.hasRemaining();) {
            int length = Math.min(from.remaining(), PIECE_BYTES);
            ByteBuffer piece = from.slice(from.position(), length);
            long here = at;
            var record = new Record.Write(here, piece.asReadOnlyBuffer(), false);
            change(List.of(record), here, length, length, () -> disk.write(piece, here));
            from.position(from.position() + length);
            at += length;
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        Disk.checkRange(disk, offset, length);
        var records = new ArrayList<Record>();
        for (long at = offset; at < offset + length; at += Limits.RANGE_BYTES) {
            records.add(new Record.Zero(at, (int) Math.min(Limits.RANGE_BYTES, offset + length - at)));
        }
        change(records, offset, length, 0, () -> disk.zero(offset, length));
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        Disk.checkRange(disk, offset, length);
        var records = new ArrayList<Record>();
        for (long at = offset; at < offset + length; at += Limits.RANGE_BYTES) {
            records.add(new Record.Trim(at, (int) Math.min(Limits.RANGE_BYTES, offset + length - at)));
        }
        change(records, offset, length, 0, () -> disk.trim(offset, length));
    }

    private interface Change {
        void apply() throws IOException;
    }

    private void change(List<Record> records, long offset, long length, int dataBytes, Change change)
            throws IOException {
        turnstile.pass();
        lock.lock();
        try {
            checkWritable();
            writtenBytes = writtenBytes + dataBytes;
            if (length > 0) {
                evidence.before(records, offset, length, dataBytes);
                apply(change, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    private void apply(Change change, long offset, long length) throws IOException {
        try {
            change.apply();
        } catch (IOException e) {
            evidence.diskFailed(offset, length, e);
            throw e;
        }
    }

    private void checkWritable() throws IOException {
        if (readOnly()) {
            throw new ReadOnlyDiskException("the disk was failed over to the other site and");
        }
    }

    @Override
    public void flush() throws IOException {
        if (logFlush()) {
            evidence.forceSpool();
        }
        if (!evidence.logs()) {
            evidence.flushDisk();
        }
    }

    private boolean logFlush() throws IOException {
        turnstile.pass();
        lock.lock();
        try {
            return evidence.logs() && evidence.appended(List.of(new Record.Flush()), 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        capture.close();
    }

    @Override
    public String toString() {
        return disk.toString();
    }
}
