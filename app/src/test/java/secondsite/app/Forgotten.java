package secondsite.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is no longer shown is to be given back: nothing that lives on may hold it. */
public final class Forgotten {

    private static final int MOST_COLLECTIONS = 40;
    private static final long PAUSE_MILLIS = 50;

    private final Map<String, WeakReference<Object>> all = new LinkedHashMap<>();

    public void add(String name, Object shown) {
        all.put(name, new WeakReference<>(shown));
    }

    /** Fails with the names of those that are still held. */
    public void check() throws InterruptedException {
        for (int i = 0; i < MOST_COLLECTIONS && !held().isEmpty(); i++) {
            // What the toolkit holds of a frame is let go at the next one.
            Fx.run(() -> {
            });
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
        }
        assertThat(held()).describedAs("held although nobody sees it any more").isEmpty();
    }

    private List<String> held() {
        return all.entrySet().stream().filter(entry -> entry.getValue().get() != null).map(Map.Entry::getKey).toList();
    }
}
