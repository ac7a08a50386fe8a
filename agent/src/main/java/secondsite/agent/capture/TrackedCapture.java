package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.tracking.Stillness;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.TrackedWrites;
import secondsite.agent.tracking.WriteMap;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Record;

/**
 * Captures a block device that machines write to past us: what was written is told by the kernel, read in rounds, and told to the replica as
 * copies. A round that ends while the file systems are frozen is a recovery point. Opened by {@link TrackedDiskOpening}; {@link #look} is to be
 * called many times a second.
 *
 * <p>Locks, in this order: that of the spool's replacement, {@link Stillness#writing} (or its begin), that of the disk.
 */
public final class TrackedCapture implements Protectable {

    private static final long SUSPECTED_AT_ONCE = 64L << 20;
    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);

    private final ReentrantLock lock;
    private final ReentrantLock replacing = new ReentrantLock();
    private final TellingLock telling;
    private final TrackedDevice device;
    private final TrackedWrites writes;
    private final Spool spool;
    private final StateFile state;
    private final DirtyBitmap dirty;
    private final Closeable folderLock;
    private final TrackedLog log;
    private final TrackedWatch watch;
    private final TrackedRounds rounds;
    private volatile long dirtyBytes;

    /** All that was opened for it. */
    record Opened(TrackedDevice device, TrackedWrites writes, Spool spool, StateFile state, DirtyBitmap dirty,
            Closeable folderLock) {}

    TrackedCapture(ReentrantLock lock, Opened opened, TrackedLog log, Stillness stillness) {
        this.lock = lock;
        this.telling = new TellingLock(lock, stillness);
        this.device = opened.device();
        this.writes = opened.writes();
        this.spool = opened.spool();
        this.state = opened.state();
        this.dirty = opened.dirty();
        this.folderLock = opened.folderLock();
        this.log = log;
        this.watch = new TrackedWatch(device, writes, log);
        this.rounds = new TrackedRounds(lock, stillness, opened, log, watch);
    }

    @Override
    public JournalIdentity identity() {
        return state.current().identity();
    }

    @Override
    public Disk disk() {
        return device.disk();
    }

    @Override
    public Spool spool() {
        return spool;
    }

    @Override
    public Situation situation() {
        return log.situation();
    }

    @Override
    public boolean isProtected() {
        return log.isProtected();
    }

    @Override
    public long writtenBytes() {
        return writes.writtenBytes();
    }

    /** How its device is compared with what it was. */
    public TrackedDevice.Standing standing() {
        return watch.standing();
    }

    /** Age of the newest state of the disk that the log tells whole. */
    public Duration age() {
        return rounds.age();
    }

    @Override
    public CaptureStatus status() {
        Situation now = log.situation();
        telling.ifFree(() -> dirtyBytes = dirty.dirtyBytes());
        long bytes = now.wholeDisk() && log.isProtected() ? identity().diskSize() : dirtyBytes;
        return new CaptureStatus(now, spool.level(), spool.newest(), bytes, watch.problem());
    }

    /**
     * Hears what was written, and now and then looks whether device and kernel are what they were. Passes by when somebody else is at it.
     */
    public void look() {
        if (log.isProtected()) {
            telling.ifFree(watch::look);
        }
    }

    @Override
    public void approach() throws IOException, InterruptedException {
        rounds.approach();
    }

    @Override
    public Optional<Hold> hold(Duration atMost) throws IOException, InterruptedException {
        return rounds.hold(atMost);
    }

    @Override
    public void checkMarkable() throws IOException {
        Situation now = log.situation();
        checkProtected();
        if (now.state() != CaptureState.LOGGING) {
            throw new IOException("no point can be made of disk " + log.disk() + ": " + now.reason().words());
        }
        rounds.checkStill();
    }

    private void checkProtected() throws IOException {
        if (!log.isProtected()) {
            throw new IOException("disk " + identity().disk() + " is not protected");
        }
    }

    /** Only while writes are held, by whoever holds them; it is in the spool when they are not any more. */
    @Override
    public long mark(Record.Mark mark) throws IOException {
        checkMarkable();
        return rounds.mark(mark);
    }

    @Override
    public long consistentFrom() throws IOException, InterruptedException {
        return rounds.toPoint();
    }

    /** @throws IOException also when what was marked last could not be told, so that there is no such point */
    @Override
    public void force() throws IOException {
        rounds.checkTold();
        log.force();
    }

    @Override
    public void checkpoint() throws IOException {
        replacing.lock();
        try {
            if (log.isProtected()) {
                settle();
            }
        } finally {
            replacing.unlock();
        }
    }

    private void settle() throws IOException {
        telling.held(dirty::prepareSettle);
        long through = spool.isOpen() ? spool.lastSequence() : 0;
        log.force();
        telling.held(dirty::settle);
        dirty.force();
        if (spool.isOpen()) {
            spool.checkpointed(through);
        }
    }

    @Override
    public boolean met() {
        return state.current().met();
    }

    @Override
    public void meet() throws IOException {
        state.meet();
    }

    @Override
    public CopyStage copy() {
        return state.current().copy();
    }

    @Override
    public void copy(CopyStage stage) throws IOException {
        state.copy(stage);
    }

    private void replacing(TellingLock.Step step) throws IOException {
        replacing.lock();
        try {
            step.run();
        } finally {
            replacing.unlock();
        }
    }

    @Override
    public void protect(int epoch) throws IOException {
        replacing(() -> {
            if (!log.isProtected()) {
                telling.held(() -> {
                    watch.begin();
                    dirty.clearAll();
                });
                dirty.force();
                spool.begin(epoch);
                telling.held(() -> log.protectionBegins(epoch));
            }
        });
    }

    @Override
    public void unprotect() throws IOException {
        replacing(() -> {
            if (log.isProtected()) {
                telling.held(log::protectionEnds);
            }
            state.assure();
            spool.giveUp();
            telling.held(() -> {
                dirty.clearAll();
                writes.end();
            });
        });
    }

    @Override
    public void beginEpoch(int epoch) throws IOException {
        replacing(() -> {
            if (log.isProtected()) {
                if (log.comesBackDoubted(epoch)) {
                    spool.begin(epoch);
                    telling.held(log::spoolBegan);
                }
                spool.beginEpoch(epoch);
                telling.held(() -> log.epochBegins(epoch));
            }
        });
    }

    @Override
    public void restart(long firstSequence, GapReason reason, String detail) throws IOException {
        replacing(() -> {
            checkProtected();
            gap(reason, detail, true);
            spool.restart(firstSequence);
            telling.held(log::spoolBegan);
            state.meet();
        });
    }

    @Override
    public boolean recoverSpool() throws IOException {
        replacing.lock();
        try {
            CaptureState now = log.situation().state();
            boolean broken = spool.failed() && !now.logs() && log.isProtected();
            if (broken) {
                spool.open(1);
                telling.held(log::spoolOpened);
            } else if (!spool.failed() && !spool.hasRoom() && spool.allArrived()) {
                // else the last segment, which is as large as the room, would keep it
                spool.releaseAll();
            }
            return broken;
        } finally {
            replacing.unlock();
        }
    }

    @Override
    public void gap(GapReason reason, String detail, boolean wholeDisk) throws IOException {
        telling.held(() -> log.gap(reason, detail, wholeDisk));
    }

    /** What a machine that stands still has written is told before, as a point. */
    @Override
    public void fence(int epoch) throws IOException {
        boolean whole = log.situation().state() == CaptureState.LOGGING && met() && copy() == CopyStage.OVER;
        boolean told = whole && rounds.last();
        telling.held(() -> log.fence(epoch, !log.fenced() && !(told && watch.isQuiet())));
    }

    @Override
    public void refused(int epoch) throws IOException {
        telling.held(() -> log.fence(epoch - 1, true));
    }

    @Override
    public void resyncBegins() throws IOException {
        replacing(() -> {
            recoverSpool();
            if (!spool.hasRoom()) {
                throw new SpoolFullException(spool.place() + " has no room yet to log again");
            }
            telling.held(() -> {
                watch.checkRunning();
                watch.drain();
                WriteMap map = writes.map();
                while (!map.isEmpty()) {
                    log.suspect(map.take(SUSPECTED_AT_ONCE, SUSPECTED_AT_ONCE));
                }
                log.resyncBegins();
            });
        });
    }

    @Override
    public Optional<Extent> nextDirty(long from, long atMost) {
        lock.lock();
        try {
            return Optional.ofNullable(dirty.next(from, atMost));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long copy(List<Extent> ranges, ByteBuffer into) throws IOException {
        return telling.with(() -> {
            checkResyncing();
            RangeCopies copies = RangeCopies.read(disk(), ranges, into);
            log.copies(copies.records(), copies.bytes());
            return spool.lastSequence();
        });
    }

    @Override
    public void compared(Extent range) throws IOException {
        telling.held(() -> {
            checkResyncing();
            dirty.clear(range);
        });
    }

    private void checkResyncing() throws IOException {
        if (log.situation().state() != CaptureState.RESYNCING) {
            throw new IOException("the comparison cannot go on: " + log.situation().reason().words());
        }
    }

    @Override
    public void resyncEnds() throws IOException, InterruptedException {
        checkResyncing();
        approach();
        try (Hold _ = hold(HOLD_LIMIT).orElseThrow(() -> new IOException("disk " + log.disk() + " is busy"))) {
            checkResyncing();
            log.checkCompared();
            rounds.ends();
        }
        force();
        checkpoint();
        telling.held(() -> {
            checkResyncing();
            log.resyncEnded();
        });
    }

    /** The kernel goes on telling, so that the next start has nothing to compare. */
    @Override
    public void close() throws IOException {
        replacing(() -> telling.held(() -> {
            try (folderLock; writes; state; dirty; spool) {
                watch.lastLook();
                settle();
                state.clean();
            }
        }));
    }
}
