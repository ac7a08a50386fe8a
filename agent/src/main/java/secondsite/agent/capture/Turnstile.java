package secondsite.agent.capture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets whoever wants to hold writes come before all that are not under way yet. A lock goes to who runs, not to who waits: on a busy
 * machine a program that writes without a pause would overtake him for seconds. Writes that nobody wants to hold pay nothing for it.
 */
final class Turnstile {

    private final ReentrantLock shut = new ReentrantLock();
    private final AtomicInteger waiting = new AtomicInteger();

    /** A write comes, without a lock. It waits while somebody waits for those under way. */
    void pass() {
        if (waiting.get() > 0) {
            shut.lock();
            shut.unlock();
        }
    }

    /** Takes the lock of the writes under way. @return false when it did not get it in this time */
    boolean before(ReentrantLock writes, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        waiting.incrementAndGet();
        try {
            if (!shut.tryLock(nanos, TimeUnit.NANOSECONDS)) {
                return false;
            }
            try {
                return writes.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } finally {
                shut.unlock();
            }
        } finally {
            waiting.decrementAndGet();
        }
    }
}
