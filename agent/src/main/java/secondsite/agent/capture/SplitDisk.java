package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.disk.Writes;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Limits;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * A disk whose writes are logged before they reach the disk beneath. One lock orders them, so that the log's order is the disk's;
 * reads pass it by. A flush makes the log durable, which is enough: after a crash its end is replayed into the disk beneath, and a
 * checkpoint now and then keeps that end short. Owns the disk beneath. Opened by {@link SplitDiskOpening}.
 */
public final class SplitDisk implements Disk, Capture {

    private static final int PIECE_BYTES = Limits.BATCH_BYTES / 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Disk disk;
    private final Spool spool;
    private final CaptureFiles files;
    private final Evidence evidence;
    private final Checkpointer checkpointer;
    private final Closeable folderLock;
    private volatile Optional<String> problem = Optional.empty();

    SplitDisk(Disk disk, Spool spool, CaptureFiles files, Evidence evidence, Closeable folderLock) {
        this.disk = disk;
        this.spool = spool;
        this.files = files;
        this.evidence = evidence;
        this.folderLock = folderLock;
        this.checkpointer = new Checkpointer(lock, disk, spool, files, evidence);
    }

    @Override
    public long size() {
        return disk.size();
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
        for (int i = 0; i < writes.count(); i++) {
            Disk.checkRange(disk, writes.offset(i), writes.length(i));
        }
        lock.lock();
        try {
            checkWritable();
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
        lock.lock();
        try {
            checkWritable();
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
            throw new ReadOnlyDiskException("disk " + identity().disk() + ", which was failed over to the other site,");
        }
    }

    @Override
    public void flush() throws IOException {
        if (logFlush()) {
            checkpointer.forceSpool();
        } else {
            disk.flush();
        }
    }

    private boolean logFlush() throws IOException {
        lock.lock();
        try {
            if (!evidence.logs()) {
                evidence.tellOfFailedForce();
                return false;
            }
            return evidence.appended(List.of(new Record.Flush()), 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public JournalIdentity identity() {
        return files.state().current().identity();
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public Spool spool() {
        return spool;
    }

    @Override
    public CaptureStatus status() {
        lock.lock();
        try {
            Situation now = evidence.situation();
            long bytes = now.wholeDisk() ? size() : files.dirty().dirtyBytes();
            return new CaptureStatus(now, spool.level(), spool.isOpen() ? spool.lastSequence() : 0, bytes, problem);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Hold> hold(Duration atMost) throws InterruptedException {
        return lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS) ? Optional.of(lock::unlock) : Optional.empty();
    }

    @Override
    public void checkMarkable() throws IOException {
        Situation now = evidence.situation();
        if (now.state() != CaptureState.LOGGING) {
            throw new IOException("no point can be made of disk " + identity().disk() + ": " + now.reason().words());
        }
    }

    @Override
    public long mark(Record.Mark mark) throws IOException {
        lock.lock();
        try {
            checkMarkable();
            if (!evidence.appended(List.of(mark), 0)) {
                checkMarkable();
            }
            return spool.lastSequence();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void checkpoint() throws IOException {
        try {
            checkpointer.run();
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @Override
    public boolean met() {
        return files.state().current().met();
    }

    @Override
    public void meet() throws IOException {
        files.state().meet();
    }

    @Override
    public void gap(GapReason reason, String detail, boolean wholeDisk) throws IOException {
        lock.lock();
        try {
            evidence.gap(reason, detail, wholeDisk);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void restart(long firstSequence, GapReason reason, String detail) throws IOException {
        synchronized (checkpointer) {
            gap(reason, detail, true);
            spool.restart(firstSequence);
            files.state().meet();
        }
    }

    @Override
    public boolean recoverSpool() throws IOException {
        synchronized (checkpointer) {
            boolean broken = evidence.situation().state() == CaptureState.RESYNC_REQUIRED && spool.failed();
            if (broken) {
                spool.open(1);
            }
            return broken;
        }
    }

    @Override
    public void fence(int epoch) throws IOException {
        lock.lock();
        try {
            evidence.fence(epoch);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resyncBegins() throws IOException {
        synchronized (checkpointer) {
            recoverSpool();
            if (!spool.hasRoom()) {
                throw new SpoolFullException(spool.place() + " has no room yet to log again");
            }
            lock.lock();
            try {
                evidence.resyncBegins(Evidence.resyncMark(MarkKind.RESYNC_BEGINS, files.state().current()));
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public Optional<Extent> nextDirty(long from, long atMost) {
        lock.lock();
        try {
            return Optional.ofNullable(files.dirty().next(from, atMost));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long copy(List<Extent> ranges, ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            checkResyncing();
            var records = new ArrayList<Record>();
            int position = 0;
            for (Extent range : ranges) {
                ByteBuffer data = buffer.slice(position, (int) range.length());
                disk.read(data, range.offset());
                records.add(new Record.Copy(range.offset(), data.flip().asReadOnlyBuffer()));
                position += (int) range.length();
            }
            if (!evidence.appended(records, position)) {
                checkResyncing();
            }
            return spool.lastSequence();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void compared(Extent range) throws IOException {
        lock.lock();
        try {
            checkResyncing();
            files.dirty().clear(range);
        } finally {
            lock.unlock();
        }
    }

    private void checkResyncing() throws IOException {
        if (evidence.situation().state() != CaptureState.RESYNCING) {
            throw new IOException("the comparison cannot go on: " + evidence.situation().reason().words());
        }
    }

    @Override
    public void resyncEnds() throws IOException {
        synchronized (checkpointer) {
            checkpoint();
            endMark();
            checkpointer.forceSpool();
            lock.lock();
            try {
                checkResyncing();
                evidence.resyncEnded();
            } finally {
                lock.unlock();
            }
        }
    }

    private void endMark() throws IOException {
        lock.lock();
        try {
            checkResyncing();
            evidence.appended(List.of(Evidence.resyncMark(MarkKind.RESYNC_ENDED, files.state().current())), 0);
        } finally {
            lock.unlock();
        }
    }

    /** Leaves everything durable and says so: the next start has nothing to replay or compare. */
    @Override
    public void close() throws IOException {
        synchronized (checkpointer) {
            lock.lock();
            try (folderLock; disk; spool; files) {
                checkpoint();
                files.state().clean();
            } finally {
                lock.unlock();
            }
        }
    }
}
