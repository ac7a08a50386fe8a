package secondsite.app.wizard;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Opens wizards, one at a time. For the thread of the windows. */
@Singleton
public final class Wizards {

    private final ReadOnlyObjectWrapper<Wizard> open = new ReadOnlyObjectWrapper<>();

    @Inject
    public Wizards() {}

    /** In place of the one that is open, if there is one. */
    public void open(Wizard wizard) {
        open.set(wizard);
    }

    public void close() {
        open.set(null);
    }

    /** Null when none is. */
    public ReadOnlyObjectProperty<Wizard> open() {
        return open.getReadOnlyProperty();
    }
}
