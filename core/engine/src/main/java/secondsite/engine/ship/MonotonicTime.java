package secondsite.engine.ship;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A clock for durations, that never jumps, and the waits by it; a drill brings its own. */
public interface MonotonicTime {

    /** The machine's. */
    MonotonicTime SYSTEM = new MonotonicTime() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Nanoseconds since some moment; only differences mean something. */
    long nanos();

    void sleep(long nanos) throws InterruptedException;

    /** Takes what is first in a queue, waiting for it so long; null when nothing came. */
    default <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException {
        return queue.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits for a condition, whose lock is held, so long. @return nanoseconds that are left; 0 or less when the time is over */
    default long await(Condition condition, long nanos) throws InterruptedException {
        return condition.awaitNanos(nanos);
    }
}
