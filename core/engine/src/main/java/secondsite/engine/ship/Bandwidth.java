package secondsite.engine.ship;

/**
 * A limit on bytes per second, shared by all who send over one link: a token bucket that may run one turn into debt, so that whoever
 * comes first goes first. Changeable at any time. Safe for use by several threads. Time is given in nanoseconds of a clock that never
 * jumps.
 */
public final class Bandwidth {

    /** What may be sent in one go after a pause, as a part of a second. */
    private static final double BURST_SECONDS = 0.25;

    private long bytesPerSecond;
    private double tokens;
    private long filledAt;

    /** @param bytesPerSecond 0 for no limit */
    public Bandwidth(long bytesPerSecond) {
        limit(bytesPerSecond);
        tokens = bytesPerSecond * BURST_SECONDS;
        filledAt = Long.MIN_VALUE;
    }

    /** Changes the limit from now on; 0 for none. */
    public synchronized void limit(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a bandwidth of " + bytesPerSecond + " bytes per second");
        }
        this.bytesPerSecond = bytesPerSecond;
        tokens = Math.max(tokens, -burst());
    }

    /** The limit in bytes per second; 0 for none. */
    public synchronized long limit() {
        return bytesPerSecond;
    }

    /**
     * Takes the right to send so many bytes.
     *
     * @return how long to wait before sending them, in nanoseconds; 0 for not at all
     */
    public synchronized long take(long bytes, long nowNanos) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        refill(nowNanos);
        long wait = tokens >= 0 ? 0 : (long) (-tokens / bytesPerSecond * 1e9);
        tokens -= bytes;
        return wait;
    }

    private void refill(long nowNanos) {
        if (filledAt != Long.MIN_VALUE) {
            tokens = Math.min(burst(), tokens + (nowNanos - filledAt) * 1e-9 * bytesPerSecond);
        }
        filledAt = nowNanos;
    }

    private double burst() {
        return bytesPerSecond * BURST_SECONDS;
    }
}
