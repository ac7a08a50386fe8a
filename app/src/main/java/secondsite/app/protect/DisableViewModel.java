package secondsite.app.protect;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import secondsite.api.replication.DisableRequest;
import secondsite.api.security.SecondPerson;
import secondsite.app.fx.Texts;

/** What a person says of a machine whose protection is to end. */
final class DisableViewModel {

    static final int LONGEST_REASON = 500;

    private final String user;
    private final Texts texts;
    private final BooleanProperty delete = new SimpleBooleanProperty();
    private final StringProperty reason = new SimpleStringProperty("");
    private final StringProperty second = new SimpleStringProperty("");
    private final StringProperty password = new SimpleStringProperty("");

    /** @param user who asks, and cannot be the second person too */
    DisableViewModel(String user, Texts texts) {
        this.user = user;
        this.texts = texts;
    }

    /** Whether what is kept of it is destroyed, when the quarantine is over. */
    BooleanProperty delete() {
        return delete;
    }

    StringProperty reason() {
        return reason;
    }

    StringProperty second() {
        return second;
    }

    StringProperty password() {
        return password;
    }

    ObservableValue<String> reasonFault() {
        return Bindings.createStringBinding(() -> reason.get().isBlank()
                ? texts.text("disable.reason.missing")
                : reason.get().length() > LONGEST_REASON ? texts.text("disable.reason.long", LONGEST_REASON) : "",
                reason);
    }

    ObservableValue<String> secondFault() {
        return Bindings.createStringBinding(() -> {
            if (!delete.get()) {
                return "";
            }
            return second.get().isBlank() || password.get().isEmpty()
                    ? texts.text("disable.second.missing")
                    : second.get().strip().equals(user) ? texts.text("disable.second.same") : "";
        }, delete, second, password);
    }

    /** Why nobody can go on; empty when one can. */
    ObservableValue<String> fault() {
        ObservableValue<String> one = reasonFault();
        ObservableValue<String> other = secondFault();
        return Bindings.createStringBinding(() -> one.getValue().isEmpty() ? other.getValue() : one.getValue(), one,
                other);
    }

    DisableRequest request() {
        return new DisableRequest(delete.get(), reason.get().strip(),
                delete.get() ? new SecondPerson(second.get().strip(), password.get()) : null);
    }
}
