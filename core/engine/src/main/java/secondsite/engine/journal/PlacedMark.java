package secondsite.engine.journal;

import java.util.ArrayList;
import java.util.List;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.IndexedMark;

/** A mark and about where in its segment it stands, in bytes: between two known places by its sequence. */
record PlacedMark(IndexedMark mark, long position) {

    /** @param marks by sequence */
    static List<PlacedMark> of(List<IndexedMark> marks, List<Anchor> anchors, Segment segment) {
        List<PlacedMark> placed = new ArrayList<>(marks.size());
        int anchor = 0;
        for (IndexedMark mark : marks) {
            while (anchor + 1 < anchors.size() && anchors.get(anchor + 1).sequence() <= mark.sequence()) {
                anchor++;
            }
            placed.add(new PlacedMark(mark, position(mark.sequence(), anchors, anchor, segment)));
        }
        return placed;
    }

    /** About where in a segment a sequence stands. */
    static long position(long sequence, List<Anchor> anchors, Segment segment) {
        int anchor = 0;
        while (anchor + 1 < anchors.size() && anchors.get(anchor + 1).sequence() <= sequence) {
            anchor++;
        }
        return position(sequence, anchors, anchor, segment);
    }

    private static long position(long sequence, List<Anchor> anchors, int at, Segment segment) {
        if (anchors.isEmpty()) {
            return 0;
        }
        Anchor before = anchors.get(at);
        boolean last = at + 1 == anchors.size();
        long endSequence = last ? segment.lastSequence() + 1 : anchors.get(at + 1).sequence();
        long endPosition = last ? segment.end() : anchors.get(at + 1).framePosition();
        double part = (double) (sequence - before.sequence()) / Math.max(1, endSequence - before.sequence());
        return before.framePosition() + (long) (part * (endPosition - before.framePosition()));
    }
}
