package secondsite.agent.copy;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import secondsite.engine.ship.MonotonicTime;

/** Counts what a copy or comparison has done and tells the rate of the last seconds. Safe for use by several threads. */
final class ProgressMeter {

    /** A rate is taken over at least this, and over twice this at most. */
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private final MonotonicTime time;
    private final LongAdder done = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private volatile long total;
    private volatile Optional<String> waiting = Optional.empty();
    private long olderAt;
    private long olderDone;
    private long newerAt;
    private long newerDone;

    ProgressMeter(MonotonicTime time) {
        this.time = time;
        this.olderAt = time.nanos();
        this.newerAt = olderAt;
    }

    void total(long bytes) {
        total = bytes;
    }

    void done(long bytes) {
        done.add(bytes);
    }

    void sent(long bytes) {
        sent.add(bytes);
    }

    void waiting(Optional<String> why) {
        waiting = why;
    }

    synchronized CopyProgress progress() {
        long now = time.nanos();
        long soFar = done.sum();
        if (now - newerAt > WINDOW_NANOS) {
            olderAt = newerAt;
            olderDone = newerDone;
            newerAt = now;
            newerDone = soFar;
        }
        long nanos = Math.max(1, now - olderAt);
        long rate = (long) ((soFar - olderDone) * 1e9 / nanos);
        OptionalLong left = rate == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, total - soFar) / rate);
        return new CopyProgress(soFar, total, sent.sum(), rate, left, waiting);
    }
}
