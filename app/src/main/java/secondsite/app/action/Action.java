package secondsite.app.action;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something that a person can have done. Its name is the text {@code action.ID.name}.
 *
 * @param id         like {@code test-failover}
 * @param target     to what it is done; {@link Void} for what needs nothing chosen
 * @param icon       like {@code ci-chemistry}
 * @param gate       what the person has to pass before it is done; {@code run} sees to that
 * @param permission whether it may be done now to that
 * @param run        begins it: a dialog or a wizard for most, which asks what else is to be known
 */
public record Action<T>(String id, Class<T> target, String icon, Gate gate, Function<T, Permission> permission,
        Consumer<T> run) {

    /** Of its name. */
    public String key() {
        return "action." + id + ".name";
    }

    public Permission on(T what) {
        return permission.apply(what);
    }

    /** Does nothing when it is not allowed any more. */
    public void start(T what) {
        if (on(what).allowed()) {
            run.accept(what);
        }
    }
}
