package secondsite.agent.freeze;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.engine.ship.MonotonicTime;

/**
 * Makes points again and again, in a thread of its own: the application-consistent ones of a machine, or the points of a group. What a
 * point takes longer than the interval is not made up for.
 */
public final class PointTimer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PointTimer.class);

    private final String name;
    private final MonotonicTime time;
    private final Making point;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long intervalNanos;
    private long next;
    private boolean closed;

    /** What is done when it is time. */
    public interface Making {

        void make() throws InterruptedException;
    }

    /** Makes nothing until {@link #every} says how often. @param name of what is made, for the log and the thread */
    public PointTimer(String name, MonotonicTime time, Making point) {
        this.name = name;
        this.time = time;
        this.point = point;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** From now on so often; zero for never. The same interval again changes nothing. */
    public void every(Duration interval) {
        lock.lock();
        try {
            if (intervalNanos != interval.toNanos()) {
                intervalNanos = interval.toNanos();
                next = time.nanos() + intervalNanos;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitNext()) {
                make();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** @return false when there is no next one */
    private boolean awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long left = next - time.nanos();
                if (intervalNanos == 0) {
                    changed.await();
                } else if (left > 0) {
                    time.await(changed, left);
                } else {
                    next = time.nanos() + intervalNanos;
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void make() throws InterruptedException {
        try {
            point.make();
        } catch (RuntimeException e) {
            LOG.error("{}: one failed, the next one is tried when it is due", name, e);
        }
    }

    /** Breaks off what is being made, in order, and waits for that. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
