package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * Catches the writes of a disk that machines reach through us: they see a {@link SplitDisk}. Owns the disk beneath. Opened by
 * {@link SplitDiskOpening}.
 */
public sealed class SplitCapture implements Protectable permits MirrorCapture {

    final ReentrantLock lock;
    private final Turnstile turnstile = new Turnstile();
    /** Held before the other one, by whoever replaces the spool or lets it go. */
    private final ReentrantLock checkpointing = new ReentrantLock();
    private final Disk disk;
    private final Spool spool;
    private final CaptureFiles files;
    private final Evidence evidence;
    private final Closeable folderLock;
    private final Checkpointer checkpointer;
    private final SplitDisk served;
    private volatile Optional<String> problem = Optional.empty();

    SplitCapture(SplitParts parts) {
        this.lock = parts.lock();
        this.disk = parts.disk();
        this.spool = parts.spool();
        this.files = parts.files();
        this.evidence = parts.evidence();
        this.folderLock = parts.folderLock();
        this.checkpointer = new Checkpointer(lock, spool, files, evidence);
        this.served = new SplitDisk(lock, turnstile, disk, evidence, this);
    }

    /** What machines are to see and write to. */
    public SplitDisk served() {
        return served;
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
    public Situation situation() {
        return evidence.situation();
    }

    @Override
    public long writtenBytes() {
        return served.writtenBytes();
    }

    @Override
    public CaptureStatus status() {
        lock.lock();
        try {
            Situation now = evidence.situation();
            long bytes = !evidence.isProtected() ? 0 : now.wholeDisk() ? disk.size() : files.dirty().dirtyBytes();
            return new CaptureStatus(now, spool.level(), spool.newest(), bytes, problem);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Hold> hold(Duration atMost) throws IOException, InterruptedException {
        return turnstile.before(lock, atMost.toNanos()) ? Optional.of(lock::unlock) : Optional.empty();
    }

    @Override
    public void checkMarkable() throws IOException {
        Situation now = evidence.situation();
        checkProtected();
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
    public void force() throws IOException {
        evidence.forceSpool();
    }

    @Override
    public void checkpoint() throws IOException {
        checkpointing.lock();
        try {
            if (evidence.isProtected()) {
                checkpointer.run();
            }
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            checkpointing.unlock();
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
    public CopyStage copy() {
        return files.state().current().copy();
    }

    @Override
    public void copy(CopyStage stage) throws IOException {
        files.state().copy(stage);
    }

    @Override
    public boolean isProtected() {
        return evidence.isProtected();
    }

    @Override
    public void protect(int epoch) throws IOException {
        checkpointing.lock();
        try {
            if (!evidence.isProtected()) {
                evidence.forceDisk(); // most of it before writes are held up for the rest
                files.dirty().clearAll();
                files.intent().clearAll();
                files.dirty().force();
                spool.begin(epoch);
                held(() -> evidence.protectionBegins(epoch));
            }
        } finally {
            checkpointing.unlock();
        }
    }

    /** A disk that was failed over takes writes again. @throws IOException also when the disk cannot take what only the spool has */
    @Override
    public void unprotect() throws IOException {
        checkpointing.lock();
        try {
            if (evidence.isProtected()) {
                evidence.forceDisk(); // most of it before writes are held up for the rest
                held(evidence::protectionEnds);
            }
            files.state().assure();
            spool.giveUp();
            files.dirty().clearAll();
            files.intent().clearAll();
        } finally {
            checkpointing.unlock();
        }
    }

    @Override
    public void beginEpoch(int epoch) throws IOException {
        checkpointing.lock();
        try {
            if (evidence.isProtected()) {
                if (evidence.situation().state() == CaptureState.FENCED && spool.failed()) {
                    gap(GapReason.SPOOL_FAILED, "", true);
                }
                if (evidence.comesBackDoubted(epoch)) {
                    // the receiver takes none of what it holds
                    spool.begin(epoch);
                }
                // before anything is logged again: what is, is of the new epoch
                spool.beginEpoch(epoch);
                held(() -> evidence.epochBegins(epoch));
            }
        } finally {
            checkpointing.unlock();
        }
    }

    /** While no write passes. */
    private void held(TellingLock.Step change) throws IOException {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void gap(GapReason reason, String detail, boolean wholeDisk) throws IOException {
        held(() -> evidence.gap(reason, detail, wholeDisk));
    }

    @Override
    public void restart(long firstSequence, GapReason reason, String detail) throws IOException {
        checkpointing.lock();
        try {
            checkProtected();
            gap(reason, detail, true);
            spool.restart(firstSequence);
            files.state().meet();
        } finally {
            checkpointing.unlock();
        }
    }

    private void checkProtected() throws IOException {
        if (!evidence.isProtected()) {
            throw new IOException("disk " + identity().disk() + " is not protected");
        }
    }

    @Override
    public boolean recoverSpool() throws IOException {
        checkpointing.lock();
        try {
            CaptureState now = evidence.situation().state();
            if (now != CaptureState.RESYNC_REQUIRED && now != CaptureState.FENCED) {
                return false;
            }
            if (spool.failed()) {
                spool.open(1);
                return true;
            }
            if (now == CaptureState.RESYNC_REQUIRED && !spool.hasRoom() && spool.allArrived()) {
                // else the last segment, which is as large as the room, would keep it
                spool.releaseAll();
            }
            return false;
        } finally {
            checkpointing.unlock();
        }
    }

    @Override
    public void fence(int epoch) throws IOException {
        held(() -> evidence.fence(epoch));
    }

    @Override
    public void refused(int epoch) throws IOException {
        held(() -> evidence.refused(epoch));
    }

    @Override
    public void resyncBegins() throws IOException {
        checkpointing.lock();
        try {
            recoverSpool();
            if (!spool.hasRoom()) {
                throw new SpoolFullException(spool.place() + " has no room yet to log again");
            }
            held(() -> evidence.resyncBegins(Evidence.resyncMark(MarkKind.RESYNC_BEGINS, files.state().current())));
        } finally {
            checkpointing.unlock();
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
        return copy(() -> RangeCopies.read(disk, ranges, buffer));
    }

    final long copy(RangeCopies.Reading reading) throws IOException {
        lock.lock();
        try {
            checkResyncing();
            RangeCopies copies = reading.end();
            if (!evidence.appended(copies.records(), copies.bytes())) {
                checkResyncing();
            }
            return spool.lastSequence();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void compared(Extent range) throws IOException {
        held(() -> {
            checkResyncing();
            files.dirty().clear(range);
        });
    }

    /** These ranges are to be compared as well, while nothing is logged. */
    final void differs(List<Extent> ranges) throws IOException {
        held(() -> {
            for (Extent range : ranges) {
                evidence.mark(range.offset(), range.length());
            }
        });
    }

    private void checkResyncing() throws IOException {
        if (evidence.situation().state() != CaptureState.RESYNCING) {
            throw new IOException("the comparison cannot go on: " + evidence.situation().reason().words());
        }
    }

    @Override
    public void resyncEnds() throws IOException {
        checkpointing.lock();
        try {
            checkpoint();
            endMark();
            evidence.forceSpool();
            lock.lock();
            try {
                checkResyncing();
                evidence.resyncEnded();
            } finally {
                lock.unlock();
            }
        } finally {
            checkpointing.unlock();
        }
    }

    private void endMark() throws IOException {
        lock.lock();
        try {
            checkResyncing();
            evidence.checkCompared();
            evidence.appended(List.of(Evidence.resyncMark(MarkKind.RESYNC_ENDED, files.state().current())), 0);
        } finally {
            lock.unlock();
        }
    }

    /** Leaves everything durable and says so: the next start has nothing to replay or compare. */
    @Override
    public void close() throws IOException {
        checkpointing.lock();
        try {
            lock.lock();
            try (folderLock; disk; spool; files) {
                checkpoint();
                if (!evidence.isProtected()) {
                    evidence.forceDisk();
                }
                files.state().clean();
            } finally {
                lock.unlock();
            }
        } finally {
            checkpointing.unlock();
        }
    }
}
