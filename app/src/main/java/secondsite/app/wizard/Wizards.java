package secondsite.app.wizard;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;

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

    /** Does something when the wizard is closed that is opened next, or another one takes its place. */
    public void onceClosed(Runnable what) {
        open.addListener(new ChangeListener<>() {
            private boolean opened;

            @Override
            public void changed(ObservableValue<? extends Wizard> property, Wizard before, Wizard now) {
                if (opened) {
                    open.removeListener(this);
                    what.run();
                }
                opened = true;
            }
        });
    }

    /** Null when none is. */
    public ReadOnlyObjectProperty<Wizard> open() {
        return open.getReadOnlyProperty();
    }
}
