package secondsite.agent.freeze;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import secondsite.engine.ship.MonotonicTime;

/** Goes on only when somebody waits for it. Begins at {@link #BEGIN}. */
public final class WaitedTime implements MonotonicTime {

    public static final Duration BEGIN = Duration.ofDays(3);

    private final AtomicLong now = new AtomicLong(BEGIN.toNanos());

    @Override
    public long nanos() {
        return now.get();
    }

    @Override
    public void sleep(long nanos) {
        now.addAndGet(nanos);
    }

    @Override
    public long await(Condition condition, long nanos) {
        now.addAndGet(nanos);
        return 0;
    }
}
