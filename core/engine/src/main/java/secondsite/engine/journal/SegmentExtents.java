package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.ExtentMap;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.IndexedExtent;
import secondsite.engine.segment.RecordReader;
import secondsite.engine.segment.SegmentIndex;

/**
 * What one segment says of the disk at a sequence: by its index when the segment is sealed and ends at or before it, else by going
 * through its records, which is also done when the index is damaged.
 */
interface SegmentExtents {

    /** Gives the extents that overlap a range, by offset; those at its ends may reach beyond it. */
    void overlapping(long offset, long length, Consumer<IndexedExtent> to) throws IOException;

    static SegmentExtents of(Segment segment, long throughSequence) throws IOException {
        if (segment.isSealed() && segment.lastSequence() <= throughSequence) {
            return indexed(segment);
        }
        return scanned(segment, throughSequence)::overlapping;
    }

    private static SegmentExtents indexed(Segment segment) throws IOException {
        try {
            SegmentIndex index = segment.index();
            return new IndexedOrScanned(index::extents, () -> scanned(segment, segment.lastSequence()));
        } catch (DamagedException indexDamaged) {
            return scanned(segment, segment.lastSequence())::overlapping;
        }
    }

    private static ExtentMap scanned(Segment segment, long throughSequence) throws IOException {
        ExtentMap map = new ExtentMap();
        FrameReader frames = new FrameReader(segment.file(), segment.header());
        long end = segment.end();
        while (frames.sequence() <= throughSequence) {
            FramedBatch next = frames.next(end);
            if (next == null) {
                break;
            }
            checkRecoverable(next.batch(), throughSequence);
            add(next, throughSequence, map);
        }
        return map;
    }

    private static void add(FramedBatch framed, long throughSequence, ExtentMap map) throws IOException {
        ByteBuffer raw = framed.batch().raw();
        RecordReader records = framed.batch().reader(raw);
        while (records.next()) {
            if (records.sequence() <= throughSequence && records.content() != null) {
                map.put(records.extent(framed.position()));
            }
        }
    }

    private static void checkRecoverable(Batch batch, long sequence) {
        boolean inside = batch.thinned() && sequence < batch.lastSequence();
        if (inside || batch.unfinished() && sequence == batch.lastSequence()) {
            throw new IllegalArgumentException("sequence " + sequence + " was thinned away; the state at "
                    + batch.lastSequence() + " or later is still here");
        }
    }
}
