package secondsite.drill.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long requests took. Safe for use by several threads. */
public final class Latencies {

    private final List<Long> nanos = new ArrayList<>();

    synchronized void add(long each) {
        nanos.add(each);
    }

    /** Forgets all there are. */
    public synchronized void clear() {
        nanos.clear();
    }

    /** So many in a hundred took at most as long. */
    public synchronized Duration percentile(int percent) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "half took at most %.1f ms, 99 %% %.1f ms, the slowest %.1f ms", millis(50),
                millis(99), millis(100));
    }

    private double millis(int percent) {
        return percentile(percent).toNanos() / 1e6;
    }
}
