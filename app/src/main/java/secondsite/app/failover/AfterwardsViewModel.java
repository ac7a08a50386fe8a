package secondsite.app.failover;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.api.recovery.FailoverRequest.Afterwards;
import secondsite.api.security.Role;
import secondsite.app.fx.Texts;

/** What becomes of a failover that nobody has committed or cancelled in time. */
final class AfterwardsViewModel {

    /** By itself, or not. */
    enum Ending {
        BY_HAND, COMMIT, CANCEL
    }

    private static final int MOST_MINUTES = 30 * 24 * 60;
    private static final String USUAL_MINUTES = "60";

    private final ObjectProperty<Ending> ending = new SimpleObjectProperty<>(Ending.BY_HAND);
    private final StringProperty minutes = new SimpleStringProperty(USUAL_MINUTES);
    private final StringBinding fault;
    private final boolean mayCommit;

    AfterwardsViewModel(Texts texts, Role role) {
        this.mayCommit = role.includes(Role.ADMIN);
        this.fault = Bindings.createStringBinding(() -> ending.get() == Ending.BY_HAND
                || Whole.within(minutes.get(), 1, MOST_MINUTES).isPresent()
                        ? ""
                        : texts.text("failover.afterwards.fault", MOST_MINUTES),
                ending, minutes);
    }

    /** What is chosen for the other one is so here from now on. */
    void follow(AfterwardsViewModel other) {
        ending.bind(other.ending);
        minutes.bind(other.minutes);
    }

    /** Committing is an administrator's, also when it is done by itself. */
    boolean mayCommit() {
        return mayCommit;
    }

    ObjectProperty<Ending> ending() {
        return ending;
    }

    StringProperty minutes() {
        return minutes;
    }

    StringBinding fault() {
        return fault;
    }

    /** Null for never. */
    Integer after() {
        return ending.get() == Ending.BY_HAND ? null : Whole.within(minutes.get(), 1, MOST_MINUTES).orElse(null);
    }

    /** Null for nothing. */
    Afterwards what() {
        return switch (ending.get()) {
            case BY_HAND -> null;
            case COMMIT -> Afterwards.COMMIT;
            case CANCEL -> Afterwards.CANCEL;
        };
    }
}
