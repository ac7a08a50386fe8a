package secondsite.app.action;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** All actions there are. */
@Singleton
public final class Actions {

    private final List<Action<?>> all;

    @Inject
    public Actions(Set<ActionSource> sources) {
        this.all = sources.stream().flatMap(source -> source.actions().stream()).toList();
    }

    /** Those that are done to such a thing, in the order of menus. */
    public <T> List<Action<T>> of(Class<T> target) {
        return all.stream().filter(action -> action.target() == target).map(action -> cast(action, target)).toList();
    }

    /** @throws IllegalArgumentException when there is none with this id for such a thing */
    public <T> Action<T> action(String id, Class<T> target) {
        return of(target).stream().filter(action -> action.id().equals(id)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("there is no action " + id + " on " + target.getSimpleName()));
    }

    @SuppressWarnings("unchecked") // its target is that class
    private static <T> Action<T> cast(Action<?> action, Class<T> target) {
        return (Action<T>) action;
    }
}
