package secondsite.agent.capture;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * What is told of a disk that is read in rounds, and how its capture stands. Copies come in rounds: between the begin of a round and its end no record is a
 * recovery point, as in a comparison, whose marks they share. Called with the capture's lock held, but for {@link #situation} and
 * {@link #force}.
 */
final class RoundLog {

    private final ReentrantLock lock;
    private final Spool spool;
    private final StateFile state;
    private final DirtyBitmap dirty;
    private final InstantSource clock;
    private volatile Situation situation;
    /** A round was begun by this process and not ended; to begin it again would do no harm. */
    private boolean begun;
    /** Whether the spool may end within a round that an earlier process began. */
    private boolean unsure = true;

    RoundLog(ReentrantLock lock, Spool spool, StateFile state, DirtyBitmap dirty, InstantSource clock) {
        this.lock = lock;
        this.spool = spool;
        this.state = state;
        this.dirty = dirty;
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

    /** @throws IOException when nothing is told now, with the reason */
    void checkLogs() throws IOException {
        if (!logs()) {
            throw new IOException("disk " + disk() + ": " + situation.reason().words());
        }
    }

    /** How many marks of its own a round gets besides its copies, until it ends. @param copies whether it has any still to come */
    int framing(boolean copies) {
        int first = copies && !begun ? 1 : 0;
        return first + (copies || begun || unsure ? 1 : 0);
    }

    /**
     * Appends copies of a round, which begins with them if none is under way.
     *
     * @throws SpoolFullException when it has no room for them now; nothing is lost, what they tell can be read again
     * @throws IOException        when the spool failed: a comparison is required then
     */
    void copies(List<Record> copies, long bytes) throws IOException {
        if (!begun) {
            append(List.of(mark(MarkKind.RESYNC_BEGINS)), 0);
            begun = true;
        }
        append(copies, bytes);
    }

    /** The round is over: these marks come behind its last copy, and are points. */
    void roundEnds(List<Record.Mark> marks) throws IOException {
        if (begun || unsure) {
            append(List.of(mark(MarkKind.RESYNC_ENDED)), 0);
            begun = false;
            unsure = false;
        }
        for (Record.Mark mark : marks) {
            append(List.of(mark), 0);
        }
    }

    private void append(List<Record> records, long bytes) throws IOException {
        try {
            spool.append(records, bytes);
        } catch (SpoolFullException e) {
            throw e;
        } catch (IOException e) {
            gap(GapReason.SPOOL_FAILED, e.getMessage(), true);
            throw e;
        }
    }

    private Record.Mark mark(MarkKind kind) {
        return new Record.Mark(kind, state.current().identity().disk(), "");
    }

    /** Everything appended is durable on return, or a comparison is required. Needs no lock. */
    void force() throws IOException {
        if (!logs()) {
            return;
        }
        try {
            spool.force();
            state.assure();
        } catch (IOException e) {
            lock.lock();
            try {
                if (logs()) {
                    gap(GapReason.SPOOL_FAILED, e.getMessage(), true);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    void gap(GapReason reason, String detail, boolean whole) throws IOException {
        if (fenced() || !isProtected()) {
            doubt();
            return;
        }
        Situation next = situation.gap(reason, String.valueOf(detail), whole, clock.instant());
        Situation worst = situation.gap(reason, String.valueOf(detail), true, clock.instant());
        Optional<IOException> fled = state.changeAtAnyPrice(now -> now.with(next), now -> now.with(worst));
        situation = fled.isPresent() ? worst : next;
    }

    /** Copies are told again from here on; what the bitmap names is to be compared. */
    void resyncBegins() throws IOException {
        if (situation.wholeDisk()) {
            dirty.setAll();
        }
        dirty.force();
        spool.append(List.of(mark(MarkKind.RESYNC_BEGINS)), 0);
        Situation next = situation.resyncBegins(clock.instant());
        state.change(now -> now.with(next));
        situation = next;
        begun = true;
    }

    void checkCompared() throws IOException {
        if (dirty.dirtyBytes() > 0) {
            throw new IOException(dirty.dirtyBytes() + " bytes are still to be compared");
        }
    }

    /** What was compared has ended with its round. */
    void resyncEnded() throws IOException {
        Situation next = situation.resyncEnded(clock.instant());
        state.change(now -> now.with(next));
        situation = next;
    }

    /**
     * The disk was failed over; it may be written all the same.
     *
     * @param doubtful whether it holds something that was not told
     */
    void fence(int epoch, boolean doubtful) throws IOException {
        boolean known = fenced() && epoch <= state.current().heardEpoch();
        if (isProtected() && (!known || doubtful && !situation.wholeDisk())) {
            Situation next = situation.fenced(epoch, doubtful, clock.instant());
            changeAtAnyPrice(now -> now.heard(epoch, next));
            situation = next;
        }
    }

    boolean fenced() {
        return situation.state() == CaptureState.FENCED;
    }

    /** What was failed over holds something now that will never be told: it can only be found by a comparison. */
    void doubt() throws IOException {
        if (fenced() && !situation.wholeDisk()) {
            Situation next = situation.doubted();
            changeAtAnyPrice(now -> now.with(next));
            situation = next;
        }
    }

    /** Whether this epoch lets a disk that was failed over tell again, after a comparison. */
    boolean comesBackDoubted(int epoch) {
        return fenced() && situation.wholeDisk() && epoch > state.current().heardEpoch();
    }

    void epochBegins(int epoch) throws IOException {
        if (epoch > state.current().heardEpoch()) {
            boolean anew = comesBackDoubted(epoch);
            Situation next = fenced() ? situation.released(clock.instant()) : situation;
            state.change(now -> anew ? now.heard(epoch, next).unmet() : now.heard(epoch, next));
            situation = next;
        }
    }

    void protectionBegins(int epoch) throws IOException {
        Situation next = situation.protectionBegins(clock.instant());
        state.changeOrDoubt(now -> now.anew(epoch, next));
        situation = next;
        spoolBegan();
    }

    void protectionEnds() throws IOException {
        Situation next = situation.protectionEnds(clock.instant());
        state.changeAtAnyPriceOrDoubt(now -> now.ended(next));
        situation = next;
    }

    /** The spool is empty. */
    void spoolBegan() {
        begun = false;
        unsure = false;
    }

    /** The spool was opened anew, and may have lost what it had last. */
    void spoolOpened() {
        begun = false;
        unsure = true;
    }

    private void changeAtAnyPrice(UnaryOperator<CaptureRecord> change) throws IOException {
        state.changeAtAnyPrice(change, change);
    }

    /** These places are to be compared too. */
    void suspect(List<Extent> ranges) throws IOException {
        for (Extent range : ranges) {
            dirty.set(range.offset(), range.length());
        }
    }

    UUID disk() {
        return state.current().identity().disk();
    }
}
