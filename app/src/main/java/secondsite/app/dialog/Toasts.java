package secondsite.app.dialog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Says for a moment that something was done at once, and how it is taken back. For the thread of the windows. */
@Singleton
public final class Toasts {

    /** @param undo takes it back; empty where it cannot be */
    public record Toast(String text, Optional<Runnable> undo) {}

    private final ReadOnlyObjectWrapper<Toast> now = new ReadOnlyObjectWrapper<>();

    @Inject
    public Toasts() {}

    /** In place of the one before. */
    public void say(String text) {
        now.set(new Toast(text, Optional.empty()));
    }

    /** In place of the one before. @param undo is done when the person wants it */
    public void offer(String text, Runnable undo) {
        now.set(new Toast(text, Optional.of(undo)));
    }

    /** Takes back what the one that is shown speaks of, if there is one and it can be. */
    public void undo() {
        Toast shown = now.get();
        now.set(null);
        if (shown != null) {
            shown.undo().ifPresent(Runnable::run);
        }
    }

    /** It was seen long enough. */
    public void close(Toast seen) {
        if (now.get() == seen) {
            now.set(null);
        }
    }

    /** Null while nothing is said. */
    public ReadOnlyObjectProperty<Toast> now() {
        return now.getReadOnlyProperty();
    }
}
