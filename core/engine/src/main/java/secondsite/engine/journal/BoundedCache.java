package secondsite.engine.journal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Keeps what was used last, up to a total weight. Safe for use by several threads. */
final class BoundedCache<K, V> {

    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final long limit;
    private final ToLongFunction<V> weight;
    private long total;

    BoundedCache(long limit, ToLongFunction<V> weight) {
        this.limit = limit;
        this.weight = weight;
    }

    /** Null when it is not kept. */
    synchronized V get(K key) {
        return kept.get(key);
    }

    synchronized void put(K key, V value) {
        V old = kept.put(key, value);
        total += weight.applyAsLong(value) - (old == null ? 0 : weight.applyAsLong(old));
        Iterator<Map.Entry<K, V>> oldest = kept.entrySet().iterator();
        while (total > limit && oldest.hasNext()) {
            total -= weight.applyAsLong(oldest.next().getValue());
            oldest.remove();
        }
    }
}
