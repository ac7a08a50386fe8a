package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalView;
import secondsite.server.target.past.PastDisk;

/**
 * The past of one replica: what of it can be opened, what is open or pinned, and what is given up. What is open or pinned and what is given up
 * are decided under one lock, so that nothing is given up under somebody. Safe for use by several threads; one at a time gives up.
 */
final class History {

    private static final int MAX_PINS = 1000;
    private static final int MAX_DESTROYED = 1000;

    private final BaseImage base;
    private final Journal journal;
    private final StateFile state;
    private final HistoryTimes times;
    private final BaseMover mover;
    private final BaseDisk baseDisk;
    private final Findings findings;
    private final OpenPasts open = new OpenPasts();
    private final ReentrantLock opening = new ReentrantLock();
    private final ReentrantLock moving = new ReentrantLock();
    private boolean retired;

    History(ReplicaFolder files, Findings findings) {
        this.base = files.base();
        this.journal = files.journal();
        this.state = files.state();
        this.times = new HistoryTimes(state, journal, files.identity().created(), this::recoverability);
        this.mover = new BaseMover(base, journal, state, files.intent());
        this.baseDisk = new BaseDisk(base, findings);
        this.findings = findings;
    }

    ReplicaState state() {
        return state.current();
    }

    Journal journal() {
        return journal;
    }

    Recoverability recoverability() throws IOException {
        return Recoverability.of(state.current(), journal, findings);
    }

    /** When what is here was made. */
    HistoryTimes times() {
        return times;
    }

    PastDisk past(long sequence) throws IOException {
        opening.lock();
        try {
            refuseUnrecoverable(sequence);
            return open(sequence).disk();
        } finally {
            opening.unlock();
        }
    }

    BlockSums checksums(long offset, long length, int blockBytes, long sequence, boolean read) throws IOException {
        BlockSums.checkBlocks(baseDisk.size(), offset, length, blockBytes);
        Opened opened = openForChecksums(sequence);
        try (PastDisk disk = opened.disk()) {
            return new PastSums(base, opened.view(), disk, findings, read).of(offset, length, blockBytes);
        }
    }

    PinnedPoint pin(long sequence, String label, String who, Instant made) throws IOException {
        opening.lock();
        try {
            refuseUnrecoverable(sequence);
            if (state.current().pins().size() >= MAX_PINS && !state.current().pins().containsKey(sequence)) {
                throw new IOException("a disk has at most " + MAX_PINS + " pins; let some go");
            }
            var pin = new PinnedPoint(sequence, label, who, made, times.of(sequence));
            state.update(now -> now.withPin(pin));
            return pin;
        } finally {
            opening.unlock();
        }
    }

    void unpin(long sequence) throws IOException {
        opening.lock();
        try {
            state.update(now -> now.withoutPin(sequence));
        } finally {
            opening.unlock();
        }
    }

    /** Durable on return. @throws NotRecoverableException when there is no such sequence (any more) */
    void hold(HeldPast past) throws IOException {
        opening.lock();
        try {
            if (retired) {
                throw new NotRecoverableException("the replica is being destroyed");
            }
            refuseUnrecoverable(past.sequence());
            state.update(now -> now.withHeld(past));
        } finally {
            opening.unlock();
        }
    }

    void letGo(UUID id) throws IOException {
        opening.lock();
        try {
            if (state.current().held().containsKey(id)) {
                state.update(now -> now.withoutHeld(id));
            }
        } finally {
            opening.unlock();
        }
    }

    /** Sequences that must not be thinned away: pinned, kept for a machine, or open now. */
    Set<Long> held() {
        opening.lock();
        try {
            Set<Long> held = new TreeSet<>(open.all());
            held.addAll(state.current().pins().keySet());
            state.current().held().values().forEach(past -> held.add(past.sequence()));
            return held;
        } finally {
            opening.unlock();
        }
    }

    /** Does again what a crash left half done. */
    void resume() throws IOException {
        moving.lock();
        try {
            mover.resume();
        } finally {
            moving.unlock();
        }
    }

    /**
     * Gives up what is older than this sequence, as far as nothing older is pinned or open: durably raises the oldest recoverable
     * sequence, then moves the base there, then deletes segments.
     *
     * @return bytes given back
     */
    long giveUpBefore(long sequence) throws IOException {
        moving.lock();
        try {
            if (!state.current().copied()) {
                return 0;
            }
            long before = journal.bytes();
            raiseOldest(sequence);
            long oldest = state.current().oldest();
            base.sums().raiseFloor(oldest);
            if (oldest <= journal.durableSequence()) {
                mover.moveTo(oldest);
            }
            release();
            return Math.max(0, before - journal.bytes());
        } finally {
            moving.unlock();
        }
    }

    /**
     * Thins the past between the oldest sequence and the last of these, to these and what is held.
     *
     * @return bytes given back
     */
    long thin(Set<Long> keepers) throws IOException {
        moving.lock();
        try {
            long oldest = state.current().oldest();
            TreeSet<Long> kept = new TreeSet<>(keepers);
            kept.headSet(oldest).clear();
            if (kept.isEmpty()) {
                return 0;
            }
            held().stream().filter(sequence -> sequence < kept.last()).forEach(kept::add);
            kept.add(oldest);
            return kept.size() < 2 ? 0 : journal.compact(List.copyOf(kept));
        } finally {
            moving.unlock();
        }
    }

    /**
     * Makes all of a range unrecoverable, durably, and clears it out of the journal.
     *
     * @return why that has to wait; empty when it is done
     */
    Optional<String> destroy(SequenceRange range) throws IOException {
        moving.lock();
        try {
            if (!state.current().copied()) {
                return Optional.of("the initial copy is not over");
            }
            Optional<String> waits = forbid(range);
            return waits.isPresent() ? waits : clear(range);
        } finally {
            moving.unlock();
        }
    }

    /** Under the lock, so that nobody opens or pins what is destroyed. */
    private Optional<String> forbid(SequenceRange range) throws IOException {
        opening.lock();
        try {
            Optional<Long> held = held().stream().filter(range::contains).findFirst();
            if (held.isPresent()) {
                return Optional.of("sequence " + held.get() + " is " + holder(held.get()));
            }
            if (recoverability().after(range.last()).isEmpty()) {
                return Optional.of("nothing behind it is recoverable: it holds the disk's newest state");
            }
            if (state.current().destroyed().size() >= MAX_DESTROYED) {
                return Optional.of("points were destroyed in " + MAX_DESTROYED + " places; it waits for the oldest"
                        + " to expire");
            }
            state.update(now -> now.withDestroyed(range));
            return Optional.empty();
        } finally {
            opening.unlock();
        }
    }

    private String holder(long sequence) {
        return state.current().pins().containsKey(sequence)
                ? "pinned"
                : state.current().held().values().stream().filter(past -> past.sequence() == sequence).findFirst()
                        .map(past -> "kept for a machine, by export " + past.id() + ", " + past.label())
                        .orElse("open");
    }

    private Optional<String> clear(SequenceRange range) throws IOException {
        Recoverability now = recoverability();
        long after = now.after(range.last()).orElseThrow();
        OptionalLong before = now.atOrBefore(range.first() - 1);
        if (before.isEmpty()) {
            giveUpBefore(after);
            return Optional.empty();
        }
        return journal.clear(before.getAsLong(), after)
                ? Optional.empty()
                : Optional.of("a part of the journal is being read; it is cleared when that is over");
    }

    /** While nothing is given up: nobody else writes the base. */
    void grow(ReplicaFolder files, long size) throws IOException {
        moving.lock();
        try {
            mover.resume();
            files.grow(size);
        } finally {
            moving.unlock();
        }
    }

    /** Lets nobody open anything any more, unless something is open or kept for a machine. */
    boolean retire() {
        opening.lock();
        try {
            retired = open.oldest().isEmpty() && state.current().held().isEmpty();
            return retired;
        } finally {
            opening.unlock();
        }
    }

    /** While nothing is given up. */
    boolean verify(Folder journalFolder, VerifyProgress progress) throws IOException {
        moving.lock();
        try {
            var verification = new Verification(base, findings);
            boolean whole = verification.base(progress);
            if (whole) {
                verification.journal(journalFolder, journal.durableSequence());
            }
            return whole;
        } finally {
            moving.unlock();
        }
    }

    private void raiseOldest(long sequence) throws IOException {
        opening.lock();
        try {
            long limit = held().stream().mapToLong(Long::longValue).reduce(sequence, Math::min);
            OptionalLong target = recoverability().atOrBefore(limit);
            if (target.isPresent() && target.getAsLong() > state.current().oldest()) {
                long micros = times.micros(target.getAsLong());
                state.update(now -> now.withOldest(target.getAsLong(), micros));
            }
        } finally {
            opening.unlock();
        }
    }

    /** Under the lock, so that nobody finds a segment in the list that is gone. */
    private void release() throws IOException {
        opening.lock();
        try {
            long at = state.current().base();
            if (journal.lastSequence() == at) {
                journal.seal();
            }
            journal.release(at);
        } finally {
            opening.unlock();
        }
    }

    private void refuseUnrecoverable(long sequence) throws IOException {
        Optional<String> reason = recoverability().whyNot(sequence);
        if (reason.isPresent()) {
            throw new NotRecoverableException(reason.get());
        }
    }

    private Opened openForChecksums(long sequence) throws IOException {
        opening.lock();
        try {
            ReplicaState now = state.current();
            long oldest = now.copied() ? now.oldest() : now.base();
            if (sequence < oldest || sequence > journal.durableSequence()) {
                throw new NotRecoverableException("checksums can be had of the disk from sequence " + oldest + " to "
                        + journal.durableSequence() + ", not of " + sequence);
            }
            return open(sequence);
        } finally {
            opening.unlock();
        }
    }

    private Opened open(long sequence) throws IOException {
        if (retired) {
            throw new NotRecoverableException("the replica is being destroyed");
        }
        Closeable pin = open.add(sequence);
        try {
            JournalView view = journal.view(sequence);
            return new Opened(view, new PastDisk(view, baseDisk, pin));
        } catch (IllegalArgumentException thinnedMeanwhile) {
            pin.close();
            throw new NotRecoverableException(thinnedMeanwhile.getMessage());
        } catch (Throwable e) {
            pin.close();
            throw e;
        }
    }

    private record Opened(JournalView view, PastDisk disk) {}
}
