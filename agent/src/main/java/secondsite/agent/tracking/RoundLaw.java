package secondsite.agent.tracking;

import java.time.Duration;

/**
 * When to end the rounds that are read while the disk is written, and to freeze: each should be smaller than the one before, until what is left can
 * be read in a moment. A disk that is written as fast as it is read is frozen all the same, if what is left can be read well within the limit.
 */
public final class RoundLaw {

    private static final long SHORT_NANOS = Duration.ofMillis(30).toNanos();
    private static final long FIRST_RANGE_NANOS = 50_000;
    private static final double FIRST_BYTE_NANOS = 2;
    private static final int FRUITLESS = 3;
    private static final int MOST = 30;

    /** What comes next. */
    public enum Step {
        READ, FREEZE, GIVE_UP
    }

    private final long limitNanos;
    private double nanosPerRange = FIRST_RANGE_NANOS;
    private double nanosPerByte = FIRST_BYTE_NANOS;
    private double best = Double.MAX_VALUE;
    private int fruitless;
    private int rounds;

    /** @param limit how long file systems may be frozen */
    public RoundLaw(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** So much is to be read now, in so many ranges. */
    public Step next(long bytes, long ranges) {
        double nanos = bytes * nanosPerByte + ranges * nanosPerRange;
        if (nanos <= SHORT_NANOS) {
            return Step.FREEZE;
        }
        fruitless = nanos < best * 0.8 ? 0 : fruitless + 1;
        best = Math.min(best, nanos);
        if (fruitless < FRUITLESS && ++rounds < MOST) {
            return Step.READ;
        }
        return nanos <= limitNanos / 4.0 ? Step.FREEZE : Step.GIVE_UP;
    }

    /** A round took so long. */
    public void read(long bytes, long ranges, long nanos) {
        double expected = bytes * nanosPerByte + ranges * nanosPerRange;
        if (expected > 0) {
            double factor = Math.clamp(nanos / expected, 0.25, 4);
            nanosPerByte *= factor;
            nanosPerRange *= factor;
        }
    }
}
