package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Record;

/**
 * Captures a disk that machines write to past us: what was written is noticed in one way or another ({@link Reading}), read in rounds, and told to the
 * replica as copies. A round that ends while nobody writes is a recovery point. Opened by {@link RoundDiskOpening}; {@link #look} is to be
 * called many times a second.
 *
 * <p>Locks, in this order: that of the spool's replacement, {@link secondsite.agent.tracking.Stillness#writing} (or its begin), that of the disk.
 */
public final class RoundCapture implements Protectable {

    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);

    private final ReentrantLock lock;
    private final ReentrantLock replacing = new ReentrantLock();
    private final TellingLock telling;
    private final Followed followed;
    private final Spool spool;
    private final StateFile state;
    private final DirtyBitmap dirty;
    private final Closeable folderLock;
    private final RoundLog log;
    private final Reading reading;
    private final Rounds rounds;
    private volatile long dirtyBytes;

    /** What was opened for it, besides what it shares with how it is read. */
    record Opened(Followed disk, StateFile state, Closeable folderLock) {}

    RoundCapture(Opened opened, Followed.Means means) {
        this.lock = means.lock();
        this.telling = new TellingLock(lock, means.stillness());
        this.followed = opened.disk();
        this.spool = means.spool();
        this.state = opened.state();
        this.dirty = means.dirty();
        this.folderLock = opened.folderLock();
        this.log = means.log();
        this.reading = followed.reading(means);
        this.rounds = new Rounds(means, reading);
    }

    @Override
    public JournalIdentity identity() {
        return state.current().identity();
    }

    @Override
    public Disk disk() {
        return reading.disk();
    }

    @Override
    public Disk replicated() {
        return reading.replicated();
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
        return reading.writtenBytes();
    }

    /** How its device or file is compared with what it was. */
    public TrackedDevice.Standing standing() {
        return reading.standing();
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
        return new CaptureStatus(now, spool.level(), spool.newest(), bytes, reading.problem());
    }

    /**
     * Notices what was written, and now and then looks whether all is as it was. Passes by when somebody else is at it.
     */
    public void look() {
        if (log.isProtected()) {
            telling.ifFree(reading::look);
        }
    }

    @Override
    public void approach() throws IOException, InterruptedException {
        reading.checkReadable(copy());
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
                    reading.begin();
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
                reading.end();
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
        telling.held(() -> log.fence(epoch, !log.fenced() && !(told && reading.isQuiet())));
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
                reading.comparisonBegins();
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
            RangeCopies copies = RangeCopies.read(replicated(), ranges, into);
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
        rounds.approach();
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

    /** What was noticed is kept, so that the next start has nothing to compare. */
    @Override
    public void close() throws IOException {
        replacing(() -> telling.held(() -> {
            try (folderLock; followed; state; dirty; spool) {
                reading.lastLook();
                settle();
                state.clean();
            }
        }));
    }
}
