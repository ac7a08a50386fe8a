package secondsite.engine.journal;

import java.io.IOException;
import java.util.Optional;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.SegmentHeader;

/** Reads batches from segment to segment. Holds on to the one it reads, and goes on to the next when that one has ended. */
final class SegmentCursor implements JournalCursor {

    private final SegmentList segments;
    private Segment segment;
    private FrameReader reader;
    private Batch ahead;
    private long position;

    SegmentCursor(SegmentList segments, SegmentChain chain, long fromSequence) throws IOException {
        this.segments = segments;
        this.position = fromSequence;
        this.segment = segments.acquire(fromSequence).orElseThrow();
        try {
            Anchor anchor = anchor(chain, fromSequence);
            reader = new FrameReader(segment.file(), segment.header(), anchor.framePosition(), anchor.sequence());
        } catch (Throwable e) {
            segment.release();
            throw e;
        }
    }

    /** The last place to begin reading at or before a sequence. */
    private Anchor anchor(SegmentChain chain, long sequence) throws IOException {
        Anchor found = new Anchor(SegmentHeader.BYTES, segment.firstSequence(), 0);
        for (Anchor anchor : chain.anchors(segment)) {
            found = anchor.sequence() <= sequence ? anchor : found;
        }
        return found;
    }

    @Override
    public Optional<Batch> next(long throughSequence) throws IOException {
        while (ahead == null || ahead.lastSequence() < position) {
            ahead = read();
            if (ahead == null) {
                return Optional.empty();
            }
        }
        if (ahead.lastSequence() > throughSequence) {
            return Optional.empty();
        }
        Batch next = ahead;
        position = next.lastSequence() + 1;
        ahead = null;
        return Optional.of(next);
    }

    private Batch read() throws IOException {
        FramedBatch framed = reader.next(segment.end());
        while (framed == null && goOn()) {
            framed = reader.next(segment.end());
        }
        return framed == null ? null : framed.batch();
    }

    /** Goes on to the next segment, if there is one. */
    private boolean goOn() throws IOException {
        if (segment.end() > reader.position()) {
            return true;
        }
        Segment next = segments.acquire(reader.sequence()).orElseThrow();
        if (next == segment) {
            segment.release();
            return false;
        }
        segment.release();
        segment = next;
        reader = new FrameReader(next.file(), next.header());
        return true;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        if (segment != null) {
            segment.release();
        }
        segment = null;
    }
}
