package secondsite.app.failover;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.app.fx.Texts;

/** How the machine is shut down before it is moved. */
final class ShutDownViewModel {

    private static final int MOST_SECONDS = 24 * 3600;

    private final BooleanProperty asked = new SimpleBooleanProperty(true);
    private final StringProperty seconds = new SimpleStringProperty("");
    private final StringBinding fault;

    ShutDownViewModel(Texts texts) {
        this.fault = Bindings.createStringBinding(
                () -> !asked.get() || seconds.get().isBlank()
                        || Whole.within(seconds.get(), 0, MOST_SECONDS).isPresent()
                                ? ""
                                : texts.text("failover.shut-down.fault", MOST_SECONDS),
                asked, seconds);
    }

    /** Whether it is shut down; else a person did that, or it cannot be. */
    BooleanProperty asked() {
        return asked;
    }

    /** So long it may take before it is forced off; blank for what its settings say. */
    StringProperty seconds() {
        return seconds;
    }

    StringBinding fault() {
        return fault;
    }

    /** Null for what its settings say. */
    Integer allowed() {
        return asked.get() ? Whole.within(seconds.get(), 0, MOST_SECONDS).orElse(null) : null;
    }
}
