package secondsite.app.kept;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Keeps how a person likes the console. Safe for use by several threads. */
public final class PreferenceStore {

    private final KeptFile<Preferences> file;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Preferences now;

    /** @param folder in which they are kept; preferences that cannot be read are begun anew */
    public PreferenceStore(Path folder) {
        this.file = new KeptFile<>(folder.resolve("preferences.json"), Preferences.class);
        this.now = first();
    }

    private Preferences first() {
        try {
            return file.read(Preferences.FIRST);
        } catch (IOException _) {
            // How a window looked is not worth a console that does not start; the next change writes a whole file.
            return Preferences.FIRST;
        }
    }

    public Preferences now() {
        return now;
    }

    /** Durable on return. */
    public void change(UnaryOperator<Preferences> change) throws IOException {
        writing.lock();
        try {
            Preferences next = change.apply(now);
            if (!next.equals(now)) {
                now = next;
                file.write(next);
            }
        } finally {
            writing.unlock();
        }
    }

    public void language(String tag) throws IOException {
        change(old -> new Preferences(tag, old.theme(), old.narrowSidebar(), old.window(), old.tables()));
    }

    public void theme(String name) throws IOException {
        change(old -> new Preferences(old.language(), name, old.narrowSidebar(), old.window(), old.tables()));
    }

    public void narrowSidebar(boolean narrow) throws IOException {
        change(old -> new Preferences(old.language(), old.theme(), narrow, old.window(), old.tables()));
    }

    public void window(Preferences.Window window) throws IOException {
        change(old -> new Preferences(old.language(), old.theme(), old.narrowSidebar(), window, old.tables()));
    }

    /** @param state as the table writes it */
    public void table(String id, String state) throws IOException {
        change(old -> {
            Map<String, String> tables = new HashMap<>(old.tables());
            tables.put(id, state);
            return new Preferences(old.language(), old.theme(), old.narrowSidebar(), old.window(), tables);
        });
    }
}
