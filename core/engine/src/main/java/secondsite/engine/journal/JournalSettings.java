package secondsite.engine.journal;

import secondsite.engine.segment.Limits;

/**
 * How a journal grows.
 *
 * @param segmentBytes size at which a segment is sealed and the next one begun
 * @param spareFiles how many files of released segments are kept to be written over, which makes appends and forces cheaper in a
 *     journal that is released as it grows; they take space that {@link Journal#bytes()} does not count
 * @param unsealedSegments how many full segments may wait for a force before an append makes one
 */
public record JournalSettings(long segmentBytes, int spareFiles, int unsealedSegments) {

    public static final JournalSettings DEFAULTS = new JournalSettings(64L << 20);

    public JournalSettings {
        if (segmentBytes < 1 || segmentBytes > Limits.SEGMENT_BYTES || spareFiles < 0 || unsealedSegments < 1) {
            throw new IllegalArgumentException(
                    "segments of " + segmentBytes + " bytes, " + spareFiles + " spare files, " + unsealedSegments
                            + " unsealed");
        }
    }

    /** No spare files, and few segments unsealed. */
    public JournalSettings(long segmentBytes) {
        this(segmentBytes, 0, 4);
    }
}
