package secondsite.engine.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.IndexedMark;

/** Finds what is in a journal: its marks, and where records and moments are. */
final class JournalLookup {

    private final SegmentList segments;
    private final SegmentChain chain;
    private final SegmentMarks marks;

    JournalLookup(SegmentList segments, SegmentChain chain) {
        this.segments = segments;
        this.chain = chain;
        this.marks = new SegmentMarks(chain);
    }

    /** All marks still here that can be read, by sequence. */
    List<MarkEntry> marks(Journal.Missing missing) throws IOException {
        List<MarkEntry> found = new ArrayList<>();
        List<Segment> all = segments.acquireThrough(Long.MAX_VALUE);
        try {
            long before = 0;
            for (Segment segment : all) {
                try {
                    for (PlacedMark mark : marks.of(segment)) {
                        found.add(entry(mark.mark(), before + mark.position()));
                    }
                } catch (DamagedException e) {
                    missing.between(segment.firstSequence(), segment.lastSequence(), e);
                }
                before += segment.bytes();
            }
        } finally {
            SegmentList.releaseAll(all);
        }
        return found;
    }

    private static MarkEntry entry(IndexedMark mark, long position) {
        return new MarkEntry(mark.sequence(), mark.timeMicros(), mark.mark().kind(), mark.mark().id(),
                mark.mark().label(), position);
    }

    /** About how many bytes of the journal are before this record; 0 when it is older than all that is here. */
    long positionOf(long sequence) throws IOException {
        List<Segment> through = segments.acquireThrough(sequence);
        try {
            if (through.isEmpty()) {
                return 0;
            }
            Segment last = through.getLast();
            long before = through.stream().limit(through.size() - 1L).mapToLong(Segment::bytes).sum();
            return before + PlacedMark.position(Math.min(sequence, last.lastSequence()), chain.anchors(last), last);
        } finally {
            SegmentList.releaseAll(through);
        }
    }

    /** A question to all segments. */
    interface Search {

        long in(SequenceSearch search) throws IOException;
    }

    long searching(Search search) throws IOException {
        List<Segment> all = segments.acquireThrough(Long.MAX_VALUE);
        try {
            return search.in(new SequenceSearch(all, chain, segments.firstSequence()));
        } finally {
            SegmentList.releaseAll(all);
        }
    }
}
