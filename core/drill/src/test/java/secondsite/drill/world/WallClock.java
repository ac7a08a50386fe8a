package secondsite.drill.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a machine takes for the time of day; it can be set, and then jumps. It goes faster than the time that programs wait by, so that
 * hours of the past pass in a short drill.
 */
public final class WallClock implements InstantSource {

    public static final long SPEED = 600;

    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    private final SimulatedTime time;
    private Duration off = Duration.ZERO;

    public WallClock(SimulatedTime time) {
        this.time = time;
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(time.nanos() * SPEED).plus(off);
    }

    /** Sets the clock so far off the true time. */
    public void setOff(Duration off) {
        this.off = off;
    }
}
