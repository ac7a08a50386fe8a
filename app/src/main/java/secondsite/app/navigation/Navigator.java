package secondsite.app.navigation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** Brings a person to other screens, and back. For the thread of the windows. */
@Singleton
public final class Navigator {

    private static final int LONGEST_HISTORY = 100;

    private final ReadOnlyObjectWrapper<Place> place = new ReadOnlyObjectWrapper<>(Place.of(Screen.DASHBOARD));
    private final ReadOnlyStringWrapper subject = new ReadOnlyStringWrapper("");
    private final Deque<Place> before = new ArrayDeque<>();
    private final Deque<Place> after = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper back = new ReadOnlyBooleanWrapper();

    @Inject
    public Navigator() {}

    /** Where the person is. */
    public ReadOnlyObjectProperty<Place> place() {
        return place.getReadOnlyProperty();
    }

    /** The name of what the screen shows, for the title: set by the screen. */
    public ReadOnlyStringProperty subject() {
        return subject.getReadOnlyProperty();
    }

    /** What a screen shows is called so. One that was left since is not heard: its answers may come late. */
    public void name(Screen screen, String what) {
        if (place.get().screen() == screen) {
            subject.set(what);
        }
    }

    public void go(Screen screen) {
        go(Place.of(screen));
    }

    public void go(Screen screen, String parameter) {
        go(new Place(screen, parameter));
    }

    /** Goes there, unless the person is there already or there is no such screen yet. */
    public void go(Place next) {
        if (next.equals(place.get()) || !next.screen().offered()) {
            return;
        }
        push(before, place.get());
        after.clear();
        show(next);
    }

    private static void push(Deque<Place> history, Place left) {
        history.push(left);
        if (history.size() > LONGEST_HISTORY) {
            history.removeLast();
        }
    }

    /** To where the person was before; nowhere at the beginning. */
    public void back() {
        if (!before.isEmpty()) {
            push(after, place.get());
            show(before.pop());
        }
    }

    /** Takes one {@link #back} back. */
    public void forward() {
        if (!after.isEmpty()) {
            push(before, place.get());
            show(after.pop());
        }
    }

    private void show(Place next) {
        subject.set("");
        back.set(!before.isEmpty());
        place.set(next);
    }

    public ReadOnlyBooleanProperty canGoBack() {
        return back.getReadOnlyProperty();
    }
}
