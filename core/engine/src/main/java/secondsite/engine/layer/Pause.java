package secondsite.engine.layer;

import java.time.Duration;

/** Waits. A drill lets its own time pass instead. */
public interface Pause {

    /** Sleeps for real. */
    Pause SLEEPING = nanos -> Thread.sleep(Duration.ofNanos(nanos));

    void of(long nanos) throws InterruptedException;
}
