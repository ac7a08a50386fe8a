package secondsite.drill.crash;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Time that only goes forward: one clock for the log of a disk and for the log of what was acknowledged. */
public final class RisingClock implements InstantSource {

    private final Instant begun = Instant.now();
    private final long beginning = System.nanoTime();

    @Override
    public Instant instant() {
        return begun.plusNanos(System.nanoTime() - beginning);
    }

    /** Microseconds since 1970, as in a log's records. */
    public long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant());
    }
}
