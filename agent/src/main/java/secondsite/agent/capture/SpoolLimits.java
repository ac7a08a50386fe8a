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

    public SpoolLimits {
        if (limitBytes < 4L << 20) {
            throw new IllegalArgumentException("a spool of " + limitBytes + " bytes; at least 4 MiB are needed");
        }
        if (reserveBytes < 0) {
            throw new IllegalArgumentException("a reserve of " + reserveBytes + " bytes");
        }
    }

    /** Above this there is a warning, and what is durable at the gateway is forgotten before it is durable at the target. */
    long softBytes() {
        return limitBytes / 2;
    }

    /** Space comes back a segment at a time: small enough that a small spool has several. */
    long segmentBytes() {
        return Math.clamp(limitBytes / 16, SMALLEST_SEGMENT, LARGEST_SEGMENT);
    }
}
