package secondsite.engine.ship;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts slices that come over several connections into order: one that overtook its predecessor waits a moment for it before it is
 * answered with a gap. The thread shell around {@link Intake}.
 */
public final class IntakeGate {

    /** Slices that wait for a predecessor at once; each holds its bytes in memory. */
    private static final int WAITING_LIMIT = 8;

    private final Intake intake;
    private final long patienceNanos;
    private final MonotonicTime time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private long takenCount;
    private int waiting;

    /** @param patience how long a slice waits at most */
    public IntakeGate(Intake intake, Duration patience) {
        this(intake, patience, MonotonicTime.SYSTEM);
    }

    /** As above, by the given clock. */
    public IntakeGate(Intake intake, Duration patience, MonotonicTime time) {
        this.intake = intake;
        this.patienceNanos = patience.toNanos();
        this.time = time;
    }

    /** As {@link Intake#take}. */
    public Answer take(Slice slice) throws IOException, InterruptedException {
        long left = patienceNanos;
        while (true) {
            long seen = takenCount();
            Optional<Answer> refusal = intake.append(slice);
            if (refusal.isEmpty()) {
                announce();
                return intake.confirm();
            }
            if (!(refusal.get() instanceof Answer.Gap) || left <= 0) {
                return refusal.get();
            }
            left = await(seen, left);
        }
    }

    public Position position() {
        return intake.position();
    }

    private long takenCount() {
        lock.lock();
        try {
            return takenCount;
        } finally {
            lock.unlock();
        }
    }

    private void announce() {
        lock.lock();
        try {
            takenCount++;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until another slice was taken. @return nanoseconds of patience left */
    private long await(long seen, long nanos) throws InterruptedException {
        lock.lock();
        try {
            if (waiting >= WAITING_LIMIT) {
                return 0;
            }
            waiting++;
            try {
                long left = nanos;
                while (takenCount == seen && left > 0) {
                    left = time.await(taken, left);
                }
                return left;
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }
}
