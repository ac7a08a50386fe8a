package secondsite.agent.capture;

/**
 * How much a spool may take.
 *
 * @param limitBytes   more than this and the spool is full
 * @param reserveBytes what is left free on the spool's file system, which often is the protected disk's too
 */
public record SpoolLimits(long limitBytes, long reserveBytes) {

    private static final long LARGEST_SEGMENT = 64L << 20;
    private static final long SMALLEST_SEGMENT = 256L << 10;
    private static final int MOST_SEGMENTS = 1024;
    /** Segments can only be ended, and others begun, while there is some space. */
    private static final long FOR_ENDS = 1L << 20;

    public SpoolLimits {
        if (limitBytes < 4L << 20) {
            throw new IllegalArgumentException("a spool of " + limitBytes + " bytes; at least 4 MiB are needed");
        }
        if (reserveBytes < 0) {
            throw new IllegalArgumentException("a reserve of " + reserveBytes + " bytes");
        }
    }

    /**
     * How much a spool may hold that holds so much already, and beside which so much is free; the less the fuller its file system is.
     */
    long roomBytes(long bytes, long freeBytes) {
        long more = freeBytes - reserveBytes - FOR_ENDS;
        return more >= limitBytes - bytes ? limitBytes : Math.max(0, bytes + more);
    }

    /** Whether there is space, be it of the reserve, to end a segment and begin another. */
    boolean canEndSegment(long freeBytes) {
        return freeBytes >= FOR_ENDS / 2;
    }

    /** Space comes back a segment at a time: small enough that a small spool, or one with little room, has several. */
    long segmentBytes(long roomBytes) {
        long smallest = Math.clamp(limitBytes / MOST_SEGMENTS, SMALLEST_SEGMENT, LARGEST_SEGMENT);
        return Math.clamp(roomBytes / 16, smallest, LARGEST_SEGMENT);
    }
}
