package secondsite.app.dialog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Says something for a moment: what was done at once and how it is taken back, or what happened elsewhere. For the thread of the windows. */
@Singleton
public final class Toasts {

    /** What can be done about it. @param verb of its button; empty for taking back */
    record Deed(String verb, Runnable run) {

        boolean undoes() {
            return verb.isEmpty();
        }
    }

    /** @param deed empty where nothing is to be done about it */
    record Toast(String text, Optional<Deed> deed) {

        boolean undoes() {
            return deed.filter(Deed::undoes).isPresent();
        }
    }

    private final ReadOnlyObjectWrapper<Toast> now = new ReadOnlyObjectWrapper<>();
    /** Waits until what can still be taken back was seen. */
    private Toast next;

    @Inject
    public Toasts() {}

    /** In place of the one before. */
    public void say(String text) {
        now.set(new Toast(text, Optional.empty()));
    }

    /** In place of the one before. @param undo is done when the person wants it */
    public void offer(String text, Runnable undo) {
        now.set(new Toast(text, Optional.of(new Deed("", undo))));
    }

    /** Something happened; it waits while something else can be taken back. @param verb of the button that shows more of it */
    public void tell(String text, String verb, Runnable show) {
        var toast = new Toast(text, Optional.of(new Deed(verb, show)));
        if (now.get() != null && now.get().undoes()) {
            next = toast;
        } else {
            now.set(toast);
        }
    }

    /** Does what can be done about the one that is shown. */
    void act() {
        Toast shown = now.get();
        goOn();
        if (shown != null) {
            shown.deed().map(Deed::run).ifPresent(Runnable::run);
        }
    }

    /** It was seen long enough. */
    void close(Toast seen) {
        if (now.get() == seen) {
            goOn();
        }
    }

    private void goOn() {
        now.set(next);
        next = null;
    }

    /** Null while nothing is said. */
    ReadOnlyObjectProperty<Toast> now() {
        return now.getReadOnlyProperty();
    }
}
