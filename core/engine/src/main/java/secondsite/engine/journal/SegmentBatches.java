package secondsite.engine.journal;

import java.io.IOException;
import java.util.List;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.FramedBatch;

/** Goes through all batches of successive segments that do not grow any more. */
final class SegmentBatches {

    interface Taker {

        void take(Batch batch) throws IOException;
    }

    private SegmentBatches() {}

    static void forEach(List<Segment> acquired, Taker taker) throws IOException {
        for (Segment segment : acquired) {
            FrameReader frames = new FrameReader(segment.file(), segment.header());
            for (FramedBatch next = frames.next(segment.end()); next != null; next = frames.next(segment.end())) {
                taker.take(next.batch());
            }
        }
    }
}
