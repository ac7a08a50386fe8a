package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.putInt;
import static secondsite.engine.segment.LittleEndian.putLong;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes notes of a segment's batches and records while it grows, cheaply, and makes the index of them when it is sealed. Notes are taken
 * by one thread at a time; asking changes nothing, so several threads may ask while none takes notes.
 */
final class IndexBuilder {

    private final List<Anchor> anchors = new ArrayList<>();
    private final List<IndexedMark> marks = new ArrayList<>();
    private final ExtentNotes extents = new ExtentNotes();
    private long framePosition;
    private long batchSequence;
    private long earliestMicros = Long.MAX_VALUE;
    private long anchorEarliest = Long.MAX_VALUE;

    /** The records noted from now on are those of this batch. */
    void batch(long framePosition, long batchSequence) {
        this.framePosition = framePosition;
        this.batchSequence = batchSequence;
        if (anchors.isEmpty()
                || framePosition - anchors.getLast().framePosition() >= SegmentIndex.ANCHOR_DISTANCE_BYTES) {
            settleLast(anchors);
            anchorEarliest = Long.MAX_VALUE;
            anchors.add(new Anchor(framePosition, batchSequence, Long.MAX_VALUE));
        }
    }

    /** The last anchor learns the earliest time behind it. */
    private void settleLast(List<Anchor> of) {
        if (!of.isEmpty()) {
            Anchor last = of.removeLast();
            of.add(new Anchor(last.framePosition(), last.sequence(), anchorEarliest));
        }
    }

    void time(long micros) {
        earliestMicros = Math.min(earliestMicros, micros);
        anchorEarliest = Math.min(anchorEarliest, micros);
    }

    void extent(ContentKind kind, long offset, int length, int dataPosition) {
        extents.add(kind, offset, length, framePosition, dataPosition, batchSequence);
    }

    void mark(IndexedMark mark) {
        marks.add(mark);
    }

    List<Anchor> anchors() {
        List<Anchor> settled = new ArrayList<>(anchors);
        settleLast(settled);
        return settled;
    }

    List<IndexedMark> marks() {
        return List.copyOf(marks);
    }

    long earliestMicros() {
        return earliestMicros;
    }

    /** The bytes of the index (FORMAT.md). */
    ByteBuffer build() {
        List<Anchor> anchors = anchors();
        List<IndexedExtent> extents = this.extents.resolved();
        List<byte[]> labels = marks.stream().map(m -> MarkData.bytes(m.mark())).toList();
        int marksLength = labels.stream().mapToInt(data -> SegmentIndex.MARK_BYTES + data.length).sum();
        SegmentIndex.Shape shape = new SegmentIndex.Shape(anchors.size(), extents.size(), marksLength);
        ByteBuffer to = ByteBuffer.allocate((int) shape.length());
        putHead(to, shape, extents);
        putExtents(to, shape, extents);
        putAnchors(to, (int) shape.anchorsAt(), anchors);
        putMarks(to, (int) shape.marksAt(), labels);
        return to.clear();
    }

    private static void putHead(ByteBuffer to, SegmentIndex.Shape shape, List<IndexedExtent> extents) {
        putInt(to, 0, SegmentIndex.MAGIC);
        putInt(to, 4, shape.anchors());
        putInt(to, 8, shape.extents());
        putInt(to, 12, shape.marksLength());
        int at = SegmentIndex.HEAD_BYTES;
        for (int i = 0; i < extents.size(); i += SegmentIndex.BLOCK_EXTENTS, at += 8) {
            putLong(to, at, extents.get(i).offset());
        }
        putInt(to, at, Checksum.over(to, 0, at));
    }

    private static void putExtents(ByteBuffer to, SegmentIndex.Shape shape, List<IndexedExtent> extents) {
        for (int block = 0; block < shape.blocks(); block++) {
            int from = block * SegmentIndex.BLOCK_EXTENTS;
            int count = Math.min(SegmentIndex.BLOCK_EXTENTS, extents.size() - from);
            int at = (int) shape.blockAt(block);
            for (int i = 0; i < count; i++) {
                putExtent(to, at + i * SegmentIndex.EXTENT_BYTES, extents.get(from + i));
            }
            putInt(to, at + SegmentIndex.BLOCK_COUNT, count);
            putInt(to, at + SegmentIndex.BLOCK_CHECKSUM, Checksum.over(to, at, SegmentIndex.BLOCK_CHECKSUM));
        }
    }

    private static void putExtent(ByteBuffer to, int at, IndexedExtent extent) {
        putLong(to, at, extent.offset());
        putInt(to, at + 8, (int) extent.length());
        putInt(to, at + 12, extent.dataPosition() | extent.kind().code() << 24);
        putLong(to, at + 16, extent.framePosition());
        putLong(to, at + 24, extent.batchSequence());
    }

    private static void putAnchors(ByteBuffer to, int from, List<Anchor> anchors) {
        int at = from;
        for (Anchor anchor : anchors) {
            putLong(to, at, anchor.framePosition());
            putLong(to, at + 8, anchor.sequence());
            putLong(to, at + 16, anchor.earliestMicros());
            at += SegmentIndex.ANCHOR_BYTES;
        }
        putInt(to, at, Checksum.over(to, from, at - from));
    }

    private void putMarks(ByteBuffer to, int from, List<byte[]> labels) {
        int at = from;
        for (int i = 0; i < labels.size(); i++) {
            putLong(to, at, marks.get(i).sequence());
            putLong(to, at + 8, marks.get(i).timeMicros());
            putInt(to, at + 16, labels.get(i).length);
            to.put(at + SegmentIndex.MARK_BYTES, labels.get(i));
            at += SegmentIndex.MARK_BYTES + labels.get(i).length;
        }
        putInt(to, at, Checksum.over(to, from, at - from));
    }
}
