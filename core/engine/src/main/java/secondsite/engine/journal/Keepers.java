package secondsite.engine.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import secondsite.engine.segment.Batch;

/**
 * Which states a compaction keeps, as it goes through batches and records in order. What stands at or before the first keeper stays
 * untouched, and what stands after the last one. A keeper inside a batch that was thinned before is gone already and keeps nothing.
 */
final class Keepers {

    private final Deque<Long> later;
    private final long last;
    private final long end;
    private long start;

    /**
     * @param keepers ascending
     * @param last where the segments end; that state is kept too
     */
    Keepers(List<Long> keepers, long last) {
        this.later = new ArrayDeque<>(keepers);
        this.last = last;
        this.end = Math.min(keepers.getLast(), last);
        this.start = later.removeFirst();
    }

    /** To be called before any record of a batch is asked for. */
    void enter(Batch batch) {
        if (batch.thinned()) {
            long gone = batch.unfinished() ? batch.lastSequence() : batch.lastSequence() - 1;
            start = start >= batch.firstSequence() && start <= gone ? gone + 1 : start;
            later.removeIf(keeper -> keeper >= batch.firstSequence() && keeper <= gone);
        }
    }

    /** Whether this sequence stays as it is. */
    boolean untouched(long sequence) {
        return sequence <= start || sequence > end;
    }

    /** Up to where all stays as it is. */
    long start() {
        return start;
    }

    /** After which all stays as it is again. */
    long end() {
        return end;
    }

    /** Whether the state at this sequence is kept. */
    boolean keep(long sequence) {
        while (!later.isEmpty() && later.getFirst() < sequence) {
            later.removeFirst();
        }
        return sequence == last || !later.isEmpty() && later.getFirst() == sequence;
    }
}
