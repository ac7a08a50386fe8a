package secondsite.engine.journal.tool;

import java.io.IOException;
import java.util.List;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.SegmentHeader;

/** Goes through the batches of one segment, over broken places to the next anchor. */
final class SegmentWalk {

    /** What is met on the way. */
    interface Visitor {

        void batch(FramedBatch batch) throws IOException;

        void broken(Break at) throws IOException;
    }

    private final StoredFile file;
    private final SegmentHeader header;
    private final List<Anchor> anchors;
    private final long end;

    /** @param end where the frames end, in bytes */
    SegmentWalk(StoredFile file, SegmentHeader header, List<Anchor> anchors, long end) {
        this.file = file;
        this.header = header;
        this.anchors = anchors;
        this.end = end;
    }

    void visit(Visitor visitor) throws IOException {
        FrameReader frames = new FrameReader(file, header);
        while (frames != null) {
            frames = visit(frames, visitor);
        }
    }

    /** Where to go on after a break; null at the end. */
    private FrameReader visit(FrameReader frames, Visitor visitor) throws IOException {
        long position = frames.position();
        long sequence = frames.sequence();
        try {
            for (FramedBatch next = frames.next(end); next != null; next = frames.next(end)) {
                position = next.position();
                sequence = next.batch().firstSequence();
                visitor.batch(next);
                position = frames.position();
                sequence = frames.sequence();
            }
            return null;
        } catch (IOException broken) {
            Anchor next = after(position);
            visitor.broken(new Break(position, sequence, next == null ? -1 : next.sequence() - 1, broken));
            return next == null ? null : new FrameReader(file, header, next.framePosition(), next.sequence());
        }
    }

    private Anchor after(long position) {
        return anchors.stream().filter(anchor -> anchor.framePosition() > position && anchor.framePosition() < end)
                .findFirst().orElse(null);
    }
}
