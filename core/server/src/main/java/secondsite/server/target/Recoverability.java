package secondsite.server.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.MarkEntry;
import secondsite.engine.segment.MarkKind;

/**
 * Which sequences of a disk can be recovered: from the oldest to the newest durable one, without what lies between the beginning and the
 * end of a resynchronization, and without what was thinned away or destroyed. From a segment on that is damaged so much that not even its marks can
 * be told, nothing is.
 */
final class Recoverability {

    private final ReplicaState state;
    private final Journal journal;
    private final long durable;
    private final List<MarkEntry> marks;
    private final List<SequenceRange> resyncs;
    private long damagedFrom = Long.MAX_VALUE;

    private Recoverability(ReplicaState state, Journal journal, Findings findings) throws IOException {
        this.state = state;
        this.journal = journal;
        this.durable = journal.durableSequence();
        this.marks = journal.marks((first, last, damage) -> {
            damagedFrom = Math.min(damagedFrom, first);
            findings.add(damage);
        });
        this.resyncs = resyncs();
    }

    static Recoverability of(ReplicaState state, Journal journal, Findings findings) throws IOException {
        return new Recoverability(state, journal, findings);
    }

    /** The marks that can be read, recoverable or not. */
    List<MarkEntry> marks() {
        return marks;
    }

    /** From the beginning of each to before its end; by sequence. */
    List<SequenceRange> resynchronizations() {
        return resyncs;
    }

    /** The reason why a sequence cannot be recovered; empty when it can. */
    Optional<String> whyNot(long sequence) throws IOException {
        if (!state.copied()) {
            return Optional.of("the initial copy is not over");
        }
        if (sequence < state.oldest()) {
            return Optional.of("sequence " + sequence + " is older than the oldest recoverable one, " + state.oldest());
        }
        if (sequence > durable) {
            return Optional.of("sequence " + sequence + " is not here yet; the newest durable one is " + durable);
        }
        if (sequence >= damagedFrom) {
            return Optional.of("sequence " + sequence + " lies behind damage of the journal" + near(sequence));
        }
        if (within(sequence, resyncs).isPresent()) {
            return Optional.of("sequence " + sequence + " lies within a resynchronization" + near(sequence));
        }
        if (within(sequence, state.destroyed()).isPresent()) {
            return Optional.of("sequence " + sequence + " was destroyed as a person asked" + near(sequence));
        }
        return isThere(sequence)
                ? Optional.empty()
                : Optional.of("sequence " + sequence + " was thinned away" + near(sequence));
    }

    /** The last recoverable sequence at or before this one. */
    OptionalLong atOrBefore(long sequence) throws IOException {
        long at = Math.min(sequence, newest());
        while (state.copied() && at >= state.oldest()) {
            Optional<SequenceRange> within = leftOut(at);
            if (within.isEmpty() && isThere(at)) {
                return OptionalLong.of(at);
            }
            at = within.isPresent() ? within.get().first() - 1 : journal.recoverableAt(at - 1);
        }
        return OptionalLong.empty();
    }

    List<SequenceRange> ranges() throws IOException {
        List<SequenceRange> ranges = new ArrayList<>();
        OptionalLong last = atOrBefore(newest());
        while (last.isPresent()) {
            long first = firstOfRun(last.getAsLong());
            ranges.addFirst(new SequenceRange(first, last.getAsLong()));
            last = atOrBefore(first - 1);
        }
        return ranges;
    }

    private long newest() {
        return Math.min(durable, damagedFrom - 1);
    }

    /** What the journal still has, or the base alone tells. */
    private boolean isThere(long sequence) throws IOException {
        return sequence < journal.firstSequence() || journal.recoverableAt(sequence) == sequence;
    }

    private long firstOfRun(long last) throws IOException {
        long thinned = journal.thinnedBefore(last);
        long first = thinned < journal.firstSequence() ? state.oldest() : Math.max(state.oldest(), thinned + 1);
        for (List<SequenceRange> left : List.of(resyncs, state.destroyed())) {
            for (SequenceRange range : left) {
                first = range.last() < last ? Math.max(first, range.last() + 1) : first;
            }
        }
        return first;
    }

    /** The first recoverable sequence after this one. */
    OptionalLong after(long sequence) throws IOException {
        return ranges().stream().filter(range -> range.last() > sequence)
                .mapToLong(range -> Math.max(range.first(), sequence + 1)).findFirst();
    }

    private Optional<SequenceRange> leftOut(long sequence) {
        return within(sequence, resyncs).or(() -> within(sequence, state.destroyed()));
    }

    private static Optional<SequenceRange> within(long sequence, List<SequenceRange> ranges) {
        return ranges.stream().filter(range -> range.contains(sequence)).findFirst();
    }

    private String near(long sequence) throws IOException {
        OptionalLong before = atOrBefore(sequence);
        return before.isPresent() ? "; the last recoverable one before is " + before.getAsLong() : "";
    }

    /** From each beginning to before the next end. A beginning within a resynchronization goes on with it. */
    private List<SequenceRange> resyncs() {
        List<SequenceRange> found = new ArrayList<>();
        Long began = null;
        for (MarkEntry mark : marks) {
            if (mark.kind() == MarkKind.RESYNC_BEGINS && began == null) {
                began = mark.sequence();
            } else if (mark.kind() == MarkKind.RESYNC_ENDED && began != null && mark.sequence() <= durable) {
                found.add(new SequenceRange(began, mark.sequence() - 1));
                began = null;
            }
        }
        if (began != null) {
            found.add(new SequenceRange(began, Long.MAX_VALUE - 1));
        }
        return found;
    }
}
