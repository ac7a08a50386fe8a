package secondsite.engine.journal;

import secondsite.engine.segment.Limits;

/**
 * How a journal grows.
 *
 * @param segmentBytes size at which a segment is sealed and the next one begun
 * @param spareFiles how many files of released segments are kept to be written over, which makes appends and forces cheaper in a
 *     journal that is released as it grows; they take space that {@link Journal#bytes()} does not count
 */
public record JournalSettings(long segmentBytes, int spareFiles) {

    public static final JournalSettings DEFAULTS = new JournalSettings(64L << 20);

    public JournalSettings {
        if (segmentBytes < 1 || segmentBytes > Limits.SEGMENT_BYTES || spareFiles < 0) {
            throw new IllegalArgumentException(
                    "segments of " + segmentBytes + " bytes, " + spareFiles + " spare files");
        }
    }

    /** No spare files. */
    public JournalSettings(long segmentBytes) {
        this(segmentBytes, 0);
    }
}
