package secondsite.agent.capture;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Writes;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * What is kept of each write before it reaches the disk: a record in the spool, or, when the spool cannot take it, dirty granules in
 * the bitmap, or, when that fails too, the word that the whole disk counts as changed. Only the disk's own failures, and the loss of every
 * place where evidence could be kept, come out as exceptions. Called with the capture's lock held, but for {@link #situation},
 * {@link #logs}, {@link #forceSpool}, {@link #forceDisk} and {@link #flushDisk}.
 */
final class Evidence {

    private final ReentrantLock lock;
    private final Disk disk;
    private final Spool spool;
    private final DirtyBitmap dirty;
    private final WriteIntent intent;
    private final StateFile state;
    private final InstantSource clock;
    private final DiskForcing forcing;
    private volatile Situation situation;

    Evidence(ReentrantLock lock, Disk disk, Spool spool, CaptureFiles files, InstantSource clock) {
        this.lock = lock;
        this.disk = disk;
        this.forcing = new DiskForcing(disk);
        this.spool = spool;
        this.dirty = files.dirty();
        this.intent = files.intent();
        this.state = files.state();
        this.clock = clock;
        this.situation = state.current().situation();
    }

    Situation situation() {
        return situation;
    }

    boolean isProtected() {
        return situation.state() != CaptureState.UNPROTECTED;
    }

    boolean logs() {
        return situation.state().logs();
    }

    /** These writes are about to reach the disk. */
    void before(Writes writes) throws IOException {
        for (int i = 0; i < writes.count(); i++) {
            cover(writes.offset(i), writes.length(i));
        }
        if (logs() && appended(writes)) {
            return;
        }
        for (int i = 0; i < writes.count(); i++) {
            mark(writes.offset(i), writes.length(i));
        }
    }

    private boolean appended(Writes writes) throws IOException {
        try {
            spool.append(writes);
            return true;
        } catch (IOException e) {
            gap(reasonOf(e), e.getMessage(), false);
            return false;
        }
    }

    /** These records, all in one range of the disk, are about to reach it. */
    void before(List<Record> records, long offset, long length, long dataBytes) throws IOException {
        cover(offset, length);
        if (!logs() || !appended(records, dataBytes)) {
            mark(offset, length);
        }
    }

    /** Keeps records that change nothing on the disk; false when the spool could not take them. */
    boolean appended(List<Record> records, long dataBytes) throws IOException {
        try {
            spool.append(records, dataBytes);
            return true;
        } catch (IOException e) {
            gap(reasonOf(e), e.getMessage(), false);
            return false;
        }
    }

    private static GapReason reasonOf(IOException e) {
        return e instanceof SpoolFullException ? GapReason.SPOOL_FULL : GapReason.SPOOL_FAILED;
    }

    private void cover(long offset, long length) throws IOException {
        if (situation.wholeDisk()) {
            return;
        }
        try {
            intent.cover(offset, length);
        } catch (IOException e) {
            lost(e);
        }
    }

    void mark(long offset, long length) throws IOException {
        if (situation.wholeDisk()) {
            return;
        }
        try {
            dirty.set(offset, length);
        } catch (IOException e) {
            lost(e);
        }
    }

    /** The bitmap or the map of activity cannot be relied on any more. */
    void lost(IOException why) throws IOException {
        gap(GapReason.EVIDENCE_LOST, why.getMessage(), true);
    }

    /** The disk failed in the middle of this range, whose record is in the spool: only a comparison can tell what is there now. */
    void diskFailed(long offset, long length, IOException why) {
        try {
            mark(offset, length);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Everything logged is durable on return, in the spool or, when that failed, on the disk. */
    void forceSpool() throws IOException {
        if (!logs()) {
            return;
        }
        try {
            spool.force();
            state.assure();
        } catch (IOException e) {
            forceFailed(e);
        }
    }

    private void forceFailed(IOException why) throws IOException {
        lock.lock();
        try {
            if (logs()) {
                gap(GapReason.SPOOL_FAILED, why.getMessage(), false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The spool does not tell everything any more. */
    void gap(GapReason reason, String detail, boolean wholeDisk) throws IOException {
        if (situation.state() == CaptureState.FENCED) {
            doubt();
            return;
        }
        if (!isProtected()) {
            return;
        }
        boolean suspect = settleDisk().isPresent() || spool.failed();
        boolean whole = wholeDisk || !situation.wholeDisk() && logs() && suspect && !suspectTail();
        Situation next = situation.gap(reason, String.valueOf(detail), whole, clock.instant());
        Situation worst = situation.gap(reason, String.valueOf(detail), true, clock.instant());
        Optional<IOException> fled = state.changeAtAnyPrice(now -> now.with(next), now -> now.with(worst));
        situation = fled.isPresent() ? worst : next;
    }

    /**
     * A spool that failed may have lost its last records: everything written lately is dirty, and what a comparison found lately.
     *
     * @return whether that could be written down
     */
    private boolean suspectTail() {
        try {
            dirty.restore();
            for (Extent region : intent.ranges()) {
                dirty.set(region.offset(), region.length());
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Everything written is durable on the disk on return. After a force that failed, the disk gets everything since the last checkpoint
     * again. What the spool does not have, or no longer, cannot be given again; the guest's next flush hears of it.
     *
     * @return why the spool could not give again what the disk may lack; empty when the disk lacks nothing that was logged
     */
    private Optional<IOException> settleDisk() throws IOException {
        if (!logs()) {
            forcing.force();
            return Optional.empty();
        }
        return forcing.settle(this::giveAgain);
    }

    private Optional<IOException> giveAgain() throws IOException {
        try {
            new Replay(spool.journal(), disk).from(state.current().replayFrom());
            return Optional.empty();
        } catch (Replay.DiskFailedException e) {
            throw e;
        } catch (IOException unreadable) {
            return Optional.of(unreadable);
        }
    }

    /** Everything written is durable on the disk on return, or it is remembered that it may not be. Needs no lock. */
    void forceDisk() throws IOException {
        forcing.force();
    }

    /** The guest's own force of the disk, which alone keeps what was written while nothing is logged. Needs no lock. */
    void flushDisk() throws IOException {
        forcing.forceForGuest();
    }

    /** Differences that were noticed while logging (a write that the disk failed) lead to a comparison. */
    void settleDifferences() throws IOException {
        if (logs() && spool.failed()) {
            gap(GapReason.SPOOL_FAILED, "found at a checkpoint", false);
        }
        if (forcing.suspect() && logs()) {
            giveAgainOrFail();
        }
        if (situation.state() == CaptureState.LOGGING && dirty.dirtyBytes() > 0) {
            gap(GapReason.DISK_ERROR, "a write failed that was in the spool already", false);
        }
    }

    private void giveAgainOrFail() throws IOException {
        Optional<IOException> missing = settleDisk();
        if (missing.isPresent()) {
            throw missing.get();
        }
    }

    /** What is copied or compared from now on must not be lost here with the next loss of power. */
    private void forceTrustedDisk() throws IOException {
        if (forcing.suspect()) {
            throw new IOException("the disk could not make earlier writes durable, and nobody has asked it since");
        }
        forceDisk();
    }

    /** From here on records are kept again; what the bitmap names is to be compared. */
    void resyncBegins(Record.Mark mark) throws IOException {
        forceTrustedDisk();
        if (situation.wholeDisk()) {
            dirty.setAll();
        }
        dirty.force();
        long first = spool.append(List.of(mark), 0);
        Situation next = situation.resyncBegins(clock.instant());
        state.change(now -> now.withReplayFrom(first).with(next));
        situation = next;
    }

    /** @throws IOException when something is still to be compared: a write failed meanwhile */
    void checkCompared() throws IOException {
        if (dirty.dirtyBytes() > 0) {
            throw new IOException(
                    dirty.dirtyBytes() + " bytes came to differ meanwhile and are to be compared as well");
        }
    }

    /** What was dirty has been compared, and what was found is durable in the spool. What came since leads to the next gap. */
    void resyncEnded() throws IOException {
        Situation next = situation.resyncEnded(clock.instant());
        state.change(now -> now.with(next));
        situation = next;
    }

    /** Somebody else may write to the disk's successor now: nothing may be written here. */
    void fence(int epoch) throws IOException {
        if (isProtected() && !(fenced() && epoch <= state.current().heardEpoch())) {
            Optional<IOException> lacking = fenced() ? Optional.empty() : settleForFence();
            boolean doubtful = !fenced() && (lacking.isPresent() || !spoolTellsAll());
            Situation next = situation.fenced(epoch, doubtful, clock.instant());
            // Nothing of the spool is missing on the disk, so none of it is to be replayed; it may forget what has arrived.
            long replayFrom = next.wholeDisk() || fenced() ? state.current().replayFrom() : spool.lastSequence() + 1;
            changeAtAnyPrice(now -> now.heard(epoch, next).withReplayFrom(replayFrom));
            situation = next;
            if (lacking.isPresent()) {
                throw lacking.get();
            }
        }
    }

    /** The receiver takes nothing of what the spool has: whoever writes in this epoch, or a newer one, is the disk's owner. */
    void refused(int epoch) throws IOException {
        boolean known = fenced() && situation.wholeDisk() && epoch - 1 <= state.current().heardEpoch();
        if (isProtected() && !known) {
            Optional<IOException> lacking = fenced() ? Optional.empty() : settleForFence();
            Situation next = situation.fenced(epoch, true, clock.instant());
            changeAtAnyPrice(now -> now.heard(epoch - 1, next));
            situation = next;
            if (lacking.isPresent()) {
                throw lacking.get();
            }
        }
    }

    private boolean fenced() {
        return situation.state() == CaptureState.FENCED;
    }

    private void changeAtAnyPrice(UnaryOperator<CaptureRecord> change) throws IOException {
        state.changeAtAnyPrice(change, change);
    }

    /**
     * Spool and disk are durable on return, as far as they can be made so: from now on nothing is replayed.
     *
     * @return why the disk may lack something that was written
     */
    private Optional<IOException> settleForFence() {
        try {
            if (logs() && !spool.failed()) {
                spool.force();
            }
        } catch (IOException _) {
            // it has failed then, and does not tell all
        }
        try {
            return settleDisk();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Whether a replica that gets what the spool has is the same as the disk. */
    private boolean spoolTellsAll() {
        CaptureRecord known = state.current();
        return situation.state() == CaptureState.LOGGING && known.met() && known.copy() == CopyStage.OVER
                && !spool.failed() && dirty.dirtyBytes() == 0;
    }

    /** What the spool has will never be all that the replica lacks. */
    private void doubt() throws IOException {
        if (!situation.wholeDisk()) {
            Situation next = situation.doubted();
            changeAtAnyPrice(now -> now.with(next));
            situation = next;
        }
    }

    /** Whether this epoch ends a fence after which the whole disk is to be compared. */
    boolean comesBackDoubted(int epoch) {
        return fenced() && situation.wholeDisk() && epoch > state.current().heardEpoch();
    }

    /** The disk is written in this epoch from now on; one that was failed over in a lower one takes writes again. */
    void epochBegins(int epoch) throws IOException {
        if (epoch > state.current().heardEpoch()) {
            boolean anew = comesBackDoubted(epoch);
            Situation next = fenced() ? situation.released(clock.instant()) : situation;
            state.change(now -> anew ? now.heard(epoch, next).unmet() : now.heard(epoch, next));
            situation = next;
        }
    }

    /** From here on records are kept, in an empty spool. */
    void protectionBegins(int epoch) throws IOException {
        forceTrustedDisk();
        Situation next = situation.protectionBegins(clock.instant());
        state.changeOrDoubt(now -> now.anew(epoch, next));
        situation = next;
    }

    /**
     * From here on nothing is kept. What only the spool had is on the disk before, and it is remembered that nothing of the spool may be
     * replayed into what is written now.
     */
    void protectionEnds() throws IOException {
        settleDisk();
        Situation next = situation.protectionEnds(clock.instant());
        state.changeAtAnyPriceOrDoubt(now -> now.ended(next));
        situation = next;
    }

    /** A mark that begins or ends a resync; the id is of no meaning for these. */
    static Record.Mark resyncMark(MarkKind kind, CaptureRecord record) {
        return new Record.Mark(kind, record.identity().disk(), "");
    }
}
