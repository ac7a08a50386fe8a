package secondsite.engine.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.IndexedMark;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.RecordReader;
import secondsite.engine.segment.SegmentHeader;

/** What a sealed segment tells whose index is damaged: slower, from its records. */
final class IndexLess {

    private IndexLess() {}

    /** Its beginning only. */
    static List<Anchor> anchors(Segment segment) {
        return List.of(new Anchor(SegmentHeader.BYTES, segment.firstSequence(), Long.MIN_VALUE));
    }

    static List<IndexedMark> marks(Segment segment) throws IOException {
        List<IndexedMark> marks = new ArrayList<>();
        FrameReader frames = new FrameReader(segment.file(), segment.header());
        for (FramedBatch next = frames.next(segment.end()); next != null; next = frames.next(segment.end())) {
            RecordReader records = next.batch().reader(next.batch().raw());
            while (records.next()) {
                if (records.mark()) {
                    marks.add(new IndexedMark(records.sequence(), records.timeMicros(),
                            (Record.Mark) records.record().record()));
                }
            }
        }
        return marks;
    }
}
