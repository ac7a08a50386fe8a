package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.BatchHead;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.RecordReader;

/** Finds sequences by time, and states that are still here. Times in microseconds since 1970; they need not rise. */
final class SequenceSearch {

    private final List<Segment> acquired;
    private final SegmentChain chain;
    private final long first;

    SequenceSearch(List<Segment> acquired, SegmentChain chain, long firstSequence) {
        this.acquired = acquired;
        this.chain = chain;
        this.first = firstSequence;
    }

    /** The last record at or before a time; one less than the first when all are later. */
    long lastAtOrBefore(long timeMicros) throws IOException {
        for (Segment segment : acquired.reversed()) {
            if (segment.isSealed() && segment.footer().lastMicros() <= timeMicros) {
                return segment.lastSequence();
            }
            if (!segment.isSealed() || segment.footer().earliestMicros() <= timeMicros) {
                long found = lastAtOrBefore(timeMicros, segment);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return first - 1;
    }

    private long lastAtOrBefore(long timeMicros, Segment segment) throws IOException {
        long end = segment.end();
        for (Anchor anchor : chain.anchors(segment).reversed()) {
            if (anchor.earliestMicros() <= timeMicros) {
                return lastAtOrBefore(timeMicros,
                        new FrameReader(segment.file(), segment.header(), anchor.framePosition(), anchor.sequence()),
                        end);
            }
            end = anchor.framePosition();
        }
        return -1;
    }

    private static long lastAtOrBefore(long timeMicros, FrameReader frames, long end) throws IOException {
        long found = -1;
        for (FramedBatch next = frames.next(end); next != null; next = frames.next(end)) {
            ByteBuffer raw = next.batch().raw();
            RecordReader records = next.batch().reader(raw);
            while (records.next()) {
                found = records.timeMicros() <= timeMicros ? records.sequence() : found;
            }
        }
        return found;
    }

    /** The last sequence at or before this one whose state is still here; one less than the first when there is none. */
    long recoverableAt(long sequence) throws IOException {
        for (Segment segment : acquired.reversed()) {
            if (segment.lastSequence() <= sequence) {
                return segment.lastSequence();
            }
            if (segment.firstSequence() <= sequence) {
                long found = segment.header().compacted() ? recoverableAt(sequence, segment) : sequence;
                if (found >= 0) {
                    return found;
                }
            }
        }
        return first - 1;
    }

    /** When the heads of its batches are damaged, nothing of a segment but its end. */
    private static long recoverableAt(long sequence, Segment segment) throws IOException {
        long found = -1;
        try {
            FrameReader heads = FrameReader.ofHeads(segment.file(), segment.header());
            BatchHead head = heads.nextHead(segment.end());
            for (; head != null && head.firstSequence() <= sequence; head = heads.nextHead(segment.end())) {
                if (!head.thinned()) {
                    found = Math.min(head.lastSequence(), sequence);
                } else if (head.lastSequence() <= sequence && !head.unfinished()) {
                    found = head.lastSequence();
                }
            }
            return found;
        } catch (DamagedException e) {
            return -1;
        }
    }

    /** The last sequence before this one whose state is no longer here; one less than the first when all are. */
    long thinnedBefore(long sequence) throws IOException {
        for (Segment segment : acquired.reversed()) {
            if (segment.firstSequence() < sequence && segment.header().compacted()) {
                long found = thinnedBefore(sequence, segment);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return first - 1;
    }

    private static long thinnedBefore(long sequence, Segment segment) throws IOException {
        long found = -1;
        try {
            FrameReader heads = FrameReader.ofHeads(segment.file(), segment.header());
            BatchHead head = heads.nextHead(segment.end());
            for (; head != null && head.firstSequence() < sequence; head = heads.nextHead(segment.end())) {
                long last = head.unfinished() ? head.lastSequence() : head.lastSequence() - 1;
                if (head.thinned() && last >= head.firstSequence()) {
                    found = Math.min(last, sequence - 1);
                }
            }
            return found;
        } catch (DamagedException e) {
            return Math.min(segment.lastSequence(), sequence) - 1;
        }
    }
}
