package secondsite.engine.segment;

/**
 * A batch and where it stands in its segment, in bytes.
 *
 * @param durablePosition up to where the segment was durable when the frame was written; 0 when nothing was
 */
public record FramedBatch(long position, long durablePosition, Batch batch) {

    /** Where the next frame begins. */
    public long end() {
        return position + Frame.BYTES + batch.length();
    }
}
