package secondsite.server.stage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import secondsite.engine.ship.MonotonicTime;

/** The real clocks, moved on by a test: both together, or the wall clock alone. */
public final class MovedClock implements InstantSource {

    private final AtomicLong both = new AtomicLong();
    private final AtomicLong wall = new AtomicLong();

    /** Time passes. */
    public void pass(Duration time) {
        both.addAndGet(time.toNanos());
    }

    /** The wall clock jumps. */
    public void jump(Duration time) {
        wall.addAndGet(time.toNanos());
    }

    @Override
    public Instant instant() {
        return Instant.now().plusNanos(both.get()).plusNanos(wall.get());
    }

    public MonotonicTime steady() {
        return new MonotonicTime() {
            @Override
            public long nanos() {
                return System.nanoTime() + both.get();
            }

            @Override
            public void sleep(long nanos) throws InterruptedException {
                MonotonicTime.SYSTEM.sleep(nanos);
            }
        };
    }
}
