package secondsite.app.table;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import secondsite.api.Json;
import secondsite.app.control.table.TableState;
import secondsite.app.fx.Tasks;
import secondsite.app.kept.PreferenceStore;

/** How a person left each table, and the views of it to which he gave a name. For the thread of the windows. */
@Singleton
public final class TableViews {

    /** Of each table. */
    static final int MOST = 20;

    /** A view with its name. */
    record Named(String name, TableState state) {}

    /** @param last null when nobody changed the table yet */
    record Kept(TableState last, List<Named> views) {

        static final Kept NOTHING = new Kept(null, List.of());

        Kept {
            views = views == null ? List.of() : List.copyOf(views);
        }
    }

    private final PreferenceStore preferences;
    private final Tasks tasks;
    private final Map<String, Kept> tables = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();

    @Inject
    public TableViews(PreferenceStore preferences, Tasks tasks) {
        this.preferences = preferences;
        this.tasks = tasks;
    }

    Kept of(String table) {
        return tables.computeIfAbsent(table, this::read);
    }

    private Kept read(String table) {
        String written = preferences.now().tables().get(table);
        try {
            return written == null
                    ? Kept.NOTHING
                    : Json.read(written.getBytes(StandardCharsets.UTF_8), Kept.class);
        } catch (IOException _) {
            // As of another version: the table begins as it did the first time.
            return Kept.NOTHING;
        }
    }

    /** The table was left so. */
    void leave(String table, TableState state) {
        put(table, new Kept(state, of(table).views()));
    }

    /** In place of the view that had this name before; the oldest is forgotten when there are too many. */
    void save(String table, Named view) {
        Kept now = of(table);
        List<Named> others = now.views().stream().filter(other -> !other.name().equals(view.name())).toList();
        put(table, new Kept(now.last(), Stream.concat(others.stream().skip(Math.max(0, others.size() + 1 - MOST)),
                Stream.of(view)).toList()));
    }

    void forget(String table, String name) {
        Kept now = of(table);
        put(table, new Kept(now.last(), now.views().stream().filter(view -> !view.name().equals(name)).toList()));
    }

    private void put(String table, Kept kept) {
        if (!kept.equals(tables.put(table, kept))) {
            tasks.run(() -> {
                write(table);
                return null;
            }, _ -> {
            }, _ -> {
                // The table looks as it is until the console ends; the next change is written whole.
            });
        }
    }

    /** The newest, whoever asks: the last that writes has seen it. */
    private void write(String table) throws IOException {
        writing.lock();
        try {
            preferences.table(table, new String(Json.write(tables.get(table)), StandardCharsets.UTF_8));
        } finally {
            writing.unlock();
        }
    }
}
