package secondsite.engine.ship;

import java.util.concurrent.TimeUnit;

/** A clock for durations, that never jumps, and the wait by it; a drill brings its own. */
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
}
