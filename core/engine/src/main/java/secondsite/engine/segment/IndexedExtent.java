package secondsite.engine.segment;

/**
 * A range of the disk and where its content stands. Offsets, lengths and positions in bytes.
 *
 * @param framePosition of the batch's frame in the segment
 * @param dataPosition in the batch's raw payload; 0 unless the content is data
 * @param batchSequence the first sequence of the batch
 */
public record IndexedExtent(long offset, long length, ContentKind kind, long framePosition, int dataPosition,
        long batchSequence) {

    public long end() {
        return offset + length;
    }

    /** The part of this extent that lies in a range that overlaps it. */
    public IndexedExtent within(long from, long to) {
        long begin = Math.max(offset, from);
        long length = Math.min(end(), to) - begin;
        int data = kind == ContentKind.DATA ? (int) (dataPosition + begin - offset) : 0;
        return new IndexedExtent(begin, length, kind, framePosition, data, batchSequence);
    }
}
