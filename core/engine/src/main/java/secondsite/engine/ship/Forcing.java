package secondsite.engine.ship;

import java.io.IOException;
import java.time.Duration;
import secondsite.engine.journal.Journal;

/** Makes a journal durable when it has something new, but not too often. For one thread. */
final class Forcing {

    private final Journal journal;
    private final long everyNanos;
    private final MonotonicTime time;
    private long lastAt;

    Forcing(Journal journal, Duration every, MonotonicTime time) {
        this.journal = journal;
        this.everyNanos = every.toNanos();
        this.time = time;
        this.lastAt = time.nanos() - everyNanos;
    }

    void forceIfDue() throws IOException {
        if (journal.lastSequence() > journal.durableSequence() && left() <= 0) {
            lastAt = time.nanos();
            journal.force();
        }
    }

    /** How long a pause may be so that something new is noticed in time. */
    long nanosUntilDue() {
        long left = left();
        return left > 0 ? left : everyNanos;
    }

    private long left() {
        return lastAt + everyNanos - time.nanos();
    }
}
