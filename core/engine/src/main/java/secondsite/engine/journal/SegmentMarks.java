package secondsite.engine.journal;

import java.io.IOException;
import java.util.List;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.IndexedMark;

/** The marks of segments. Those of sealed ones are remembered, so that asking for all marks again and again costs no reading. */
final class SegmentMarks {

    private static final long MARKS_BYTES = 8 << 20;
    private static final long MARK_BYTES = 192;

    private final SegmentChain chain;
    private final BoundedCache<Segment, List<PlacedMark>> sealed = new BoundedCache<>(MARKS_BYTES,
            SegmentMarks::weight);

    SegmentMarks(SegmentChain chain) {
        this.chain = chain;
    }

    /** About the bytes that marks take in memory. */
    private static long weight(List<PlacedMark> marks) {
        return MARK_BYTES
                + marks.stream().mapToLong(mark -> MARK_BYTES + 2L * mark.mark().mark().label().length()).sum();
    }

    /**
     * All marks of a segment, by sequence; only while it is acquired.
     *
     * @throws DamagedException when neither index nor records tell
     */
    List<PlacedMark> of(Segment acquired) throws IOException {
        List<PlacedMark> known = sealed.get(acquired);
        if (known != null) {
            return known;
        }
        boolean whole = acquired.isSealed();
        List<IndexedMark> read = read(acquired);
        List<PlacedMark> marks = read.isEmpty() ? List.of() : PlacedMark.of(read, chain.anchors(acquired), acquired);
        if (whole) {
            sealed.put(acquired, List.copyOf(marks));
        }
        return marks;
    }

    private List<IndexedMark> read(Segment acquired) throws IOException {
        try {
            return chain.told(acquired, (index, writer) -> writer != null ? writer.marks() : index.marks());
        } catch (DamagedException indexDamaged) {
            return IndexLess.marks(acquired);
        }
    }
}
