package secondsite.engine.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import secondsite.engine.segment.Batch;

/**
 * Which states a compaction keeps, as it goes through batches and records in order. What stands at or before the first keeper stays
 * untouched. A keeper inside a batch that was thinned before is gone already and keeps nothing.
 */
final class Keepers {

    private final Deque<Long> later;
    private final long last;
    private long start;

    /**
     * @param keepers ascending
     * @param last where the compaction ends; that state is kept too
     */
    Keepers(List<Long> keepers, long last) {
        this.later = new ArrayDeque<>(keepers);
        this.last = last;
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

    /** Whether all up to and with this sequence stays as it is. */
    boolean untouched(long sequence) {
        return sequence <= start;
    }

    /** Up to where all stays as it is. */
    long start() {
        return start;
    }

    /** Whether the state at this sequence is kept. */
    boolean keep(long sequence) {
        while (!later.isEmpty() && later.getFirst() < sequence) {
            later.removeFirst();
        }
        return sequence == last || !later.isEmpty() && later.getFirst() == sequence;
    }
}
