package secondsite.server.target;

import java.io.Closeable;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** The sequences at which disks are open now, counted. Safe for use by several threads. */
final class OpenPasts {

    private final TreeMap<Long, Integer> open = new TreeMap<>();

    /** Counts one more until the result is closed. */
    synchronized Closeable add(long sequence) {
        open.merge(sequence, 1, Integer::sum);
        var once = new AtomicBoolean();
        return () -> {
            if (once.compareAndSet(false, true)) {
                remove(sequence);
            }
        };
    }

    private synchronized void remove(long sequence) {
        open.computeIfPresent(sequence, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized OptionalLong oldest() {
        return open.isEmpty() ? OptionalLong.empty() : OptionalLong.of(open.firstKey());
    }

    synchronized Set<Long> all() {
        return new TreeSet<>(open.keySet());
    }
}
