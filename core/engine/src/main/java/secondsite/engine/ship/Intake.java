package secondsite.engine.ship;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import secondsite.engine.journal.Journal;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;

/**
 * The law of receiving, for a process server's cache and a master target's journal alike: what a slice may add to a journal, and the
 * answer to it. A slice is taken once, however often it comes; a record is answered for only when it is durable. Slices may come in
 * several threads: appends are ordered, and share a force.
 */
public final class Intake {

    private final Journal journal;
    private final ReentrantLock appending = new ReentrantLock();
    private final LongSupplier targetSequence;
    private final IntSupplier leastEpoch;

    /**
     * @param targetSequence last record durable at the master target, as far as is known here; the master target itself gives
     *                       {@link Journal#durableSequence}
     */
    public Intake(Journal journal, LongSupplier targetSequence) {
        this(journal, targetSequence, journal::epoch);
    }

    /**
     * As above.
     *
     * @param leastEpoch records of an older one are not taken, as if a record of this one had come; may rise at any time
     */
    public Intake(Journal journal, LongSupplier targetSequence, IntSupplier leastEpoch) {
        this.journal = journal;
        this.targetSequence = targetSequence;
        this.leastEpoch = leastEpoch;
    }

    private int epoch() {
        return Math.max(journal.epoch(), leastEpoch.getAsInt());
    }

    /**
     * Takes what is new of a slice.
     *
     * @throws IOException when the journal could not be written: it is not known what of the slice is durable, and the journal is to
     *                     be opened anew
     */
    public Answer take(Slice slice) throws IOException {
        Optional<Answer> refusal = append(slice);
        return refusal.isPresent() ? refusal.get() : confirm();
    }

    /** Appends what is new of a slice; not yet durable, not yet to be answered for. @return the answer if it is not taken */
    Optional<Answer> append(Slice slice) throws IOException {
        Optional<Answer> refusal = check(slice);
        return refusal.isPresent() ? refusal : appendNew(slice);
    }

    /** Makes durable what was appended. */
    Answer confirm() throws IOException {
        journal.force();
        return new Answer.Accepted(position());
    }

    /** How far everything is durable. */
    public Position position() {
        long gateway = journal.durableSequence();
        return new Position(epoch(), gateway, Math.min(targetSequence.getAsLong(), gateway));
    }

    private Optional<Answer> check(Slice slice) {
        int epoch = epoch();
        if (slice.epoch() < epoch) {
            return Optional.of(new Answer.StaleEpoch(epoch));
        }
        if (!slice.disk().equals(journal.identity().disk())) {
            return refused("a slice of disk " + slice.disk() + " came to disk " + journal.identity().disk());
        }
        int before = 0;
        for (Batch batch : slice.batches()) {
            if (batch.diskTag() != journal.identity().diskTag()) {
                return refused("the batch at record " + batch.firstSequence() + " belongs to another disk than "
                        + slice.disk());
            }
            if (batch.epoch() < before || batch.epoch() > slice.epoch()) {
                return refused("the batch at record " + batch.firstSequence() + " is of epoch " + batch.epoch()
                        + " in a slice of epoch " + slice.epoch());
            }
            before = batch.epoch();
        }
        return Optional.empty();
    }

    private static Optional<Answer> refused(String reason) {
        return Optional.of(new Answer.Refused(reason));
    }

    private Optional<Answer> appendNew(Slice slice) throws IOException {
        appending.lock();
        try {
            long expected = journal.lastSequence() + 1;
            if (slice.firstSequence() > expected) {
                return Optional.of(new Answer.Gap(expected));
            }
            for (Batch batch : slice.batches()) {
                if (batch.lastSequence() < expected) {
                    continue;
                }
                int epoch = epoch();
                if (batch.epoch() < epoch) {
                    return Optional.of(new Answer.StaleEpoch(epoch));
                }
                try {
                    journal.append(batch.firstSequence() < expected ? batch.from(expected) : batch);
                } catch (DamagedException e) {
                    return refused(e.getMessage());
                }
                expected = batch.lastSequence() + 1;
            }
            return Optional.empty();
        } finally {
            appending.unlock();
        }
    }
}
