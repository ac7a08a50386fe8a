package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.getInt;
import static secondsite.engine.segment.LittleEndian.getLong;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import secondsite.engine.file.StoredFile;

/**
 * The index of a sealed segment. Keeps only the offsets at which its blocks of extents begin and reads the rest when it is asked
 * for, each part with its checksum. Safe for use by several threads.
 */
public final class SegmentIndex {

    static final int MAGIC = LittleEndian.magic("INDX");
    static final int HEAD_BYTES = 16;
    static final int EXTENT_BYTES = 32;
    static final int BLOCK_BYTES = 4096;
    static final int BLOCK_EXTENTS = 127;
    static final int BLOCK_COUNT = BLOCK_EXTENTS * EXTENT_BYTES;
    static final int BLOCK_CHECKSUM = BLOCK_BYTES - 4;
    static final int ANCHOR_BYTES = 24;
    static final int MARK_BYTES = 20;
    static final int ANCHOR_DISTANCE_BYTES = 64 << 10;

    /** How many of what an index holds, and so where its parts begin, in bytes from its begin. */
    record Shape(int anchors, int extents, int marksLength) {

        int blocks() {
            return (int) (((long) extents + BLOCK_EXTENTS - 1) / BLOCK_EXTENTS);
        }

        long headLength() {
            return HEAD_BYTES + 8L * blocks() + 4;
        }

        long blockAt(int block) {
            return headLength() + (long) block * BLOCK_BYTES;
        }

        long anchorsAt() {
            return blockAt(blocks());
        }

        long marksAt() {
            return anchorsAt() + (long) anchors * ANCHOR_BYTES + 4;
        }

        long length() {
            return marksAt() + marksLength + 4;
        }
    }

    private final StoredFile file;
    private final SegmentHeader header;
    private final SegmentFooter footer;
    private final Shape shape;
    private final long[] fences;

    /**
     * Reads the first part of the index of a segment.
     *
     * @throws DamagedException when it is not whole
     */
    public SegmentIndex(StoredFile file, SegmentHeader header, SegmentFooter footer) throws IOException {
        this.file = file;
        this.header = header;
        this.footer = footer;
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        file.read(head, footer.indexPosition());
        shape = new Shape(getInt(head, 4), getInt(head, 8), getInt(head, 12));
        check(getInt(head, 0) == MAGIC && shape.anchors() >= 0 && shape.extents() >= 0 && shape.marksLength() >= 0
                && shape.length() == footer.indexLength(), 0, "the index does not begin as it must");
        ByteBuffer whole = part(0, shape.headLength());
        fences = new long[shape.blocks()];
        for (int i = 0; i < fences.length; i++) {
            fences[i] = getLong(whole, HEAD_BYTES + 8 * i);
        }
    }

    /** Whether an index begins at a position of a file, be it whole or not. */
    public static boolean beginsAt(StoredFile file, long position) throws IOException {
        if (position > file.size() - 4) {
            return false;
        }
        ByteBuffer magic = ByteBuffer.allocate(4);
        file.read(magic, position);
        return getInt(magic, 0) == MAGIC;
    }

    /** A part of the index that ends with its checksum. */
    private ByteBuffer part(long at, long length) throws IOException {
        ByteBuffer part = ByteBuffer.allocate((int) length);
        file.read(part, footer.indexPosition() + at);
        int checked = part.capacity() - 4;
        check(getInt(part, checked) == Checksum.over(part, 0, checked), at, "a checksum of the index is wrong");
        return part.clear();
    }

    private void check(boolean holds, long at, String what) throws DamagedException {
        if (!holds) {
            throw new DamagedException(file.place(), footer.indexPosition() + at, what);
        }
    }

    public int extentCount() {
        return shape.extents();
    }

    /** Gives the extents that overlap a range, by offset; those at its ends may reach beyond it. */
    public void extents(long offset, long length, Consumer<IndexedExtent> to) throws IOException {
        for (int block = firstBlock(offset); block < fences.length && fences[block] < offset + length; block++) {
            for (IndexedExtent extent : block(block)) {
                if (extent.offset() < offset + length && extent.end() > offset) {
                    to.accept(extent);
                }
            }
        }
    }

    /** The last block that begins at or before an offset, since its last extent may reach over it. */
    private int firstBlock(long offset) {
        int low = 0;
        int high = fences.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (fences[middle] <= offset) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<IndexedExtent> block(int block) throws IOException {
        long at = shape.blockAt(block);
        ByteBuffer from = part(at, BLOCK_BYTES);
        int count = getInt(from, BLOCK_COUNT);
        check(count == Math.min(BLOCK_EXTENTS, shape.extents() - block * BLOCK_EXTENTS), at,
                "a block of the index has another number of extents");
        List<IndexedExtent> extents = new ArrayList<>(count);
        long end = fences[block];
        for (int i = 0; i < count; i++) {
            IndexedExtent extent = extent(from, i * EXTENT_BYTES, at);
            check(extent.offset() >= end, at, "extents of the index are out of order");
            end = extent.end();
            extents.add(extent);
        }
        return extents;
    }

    private IndexedExtent extent(ByteBuffer from, int at, long block) throws DamagedException {
        int where = getInt(from, at + 12);
        ContentKind kind = ContentKind.of(where >>> 24);
        IndexedExtent extent = new IndexedExtent(getLong(from, at), getInt(from, at + 8), kind,
                getLong(from, at + 16), where & 0xffffff, getLong(from, at + 24));
        boolean sound = kind != null && extent.offset() >= 0 && extent.length() > 0
                && extent.offset() <= header.diskSize() - extent.length()
                && extent.framePosition() >= SegmentHeader.BYTES && extent.framePosition() < footer.indexPosition()
                && extent.batchSequence() >= header.firstSequence()
                && extent.batchSequence() <= footer.lastSequence();
        check(sound, block, "an extent of the index makes no sense");
        return extent;
    }

    /** Places to begin reading, in order. */
    public List<Anchor> anchors() throws IOException {
        ByteBuffer from = part(shape.anchorsAt(), shape.marksAt() - shape.anchorsAt());
        List<Anchor> anchors = new ArrayList<>(shape.anchors());
        for (int i = 0; i < shape.anchors(); i++) {
            int at = i * ANCHOR_BYTES;
            anchors.add(new Anchor(getLong(from, at), getLong(from, at + 8), getLong(from, at + 16)));
        }
        return anchors;
    }

    /** All marks in the segment, by sequence. */
    public List<IndexedMark> marks() throws IOException {
        ByteBuffer from = part(shape.marksAt(), shape.length() - shape.marksAt());
        List<IndexedMark> marks = new ArrayList<>();
        int at = 0;
        while (at < shape.marksLength()) {
            check(at <= shape.marksLength() - MARK_BYTES, shape.marksAt(), "a mark of the index is cut off");
            int length = getInt(from, at + 16);
            check(length >= MarkData.LABEL && length <= shape.marksLength() - at - MARK_BYTES, shape.marksAt(),
                    "a mark of the index is cut off");
            Record.Mark mark = MarkData.read(from.slice(at + MARK_BYTES, length), file.place(),
                    footer.indexPosition() + shape.marksAt());
            marks.add(new IndexedMark(getLong(from, at), getLong(from, at + 8), mark));
            at += MARK_BYTES + length;
        }
        return marks;
    }
}
