package secondsite.app.failover;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.api.recovery.Failover;
import secondsite.app.fx.Texts;

/** What a test showed, as a person says it before it is removed. */
final class CleanUpViewModel {

    private static final int LONGEST_NOTES = 1900;

    /** Somebody has to judge, or say that nobody did. */
    enum Result {
        PASSED, FAILED, NOT_JUDGED
    }

    private final Texts texts;
    private final ObjectProperty<Result> result = new SimpleObjectProperty<>();
    private final StringProperty notes = new SimpleStringProperty("");
    private final StringBinding tooLong;
    private final StringBinding fault;

    /** @param test whose probes suggest an answer */
    CleanUpViewModel(Texts texts, Failover test) {
        this.texts = texts;
        if (test.works() != null) {
            result.set(test.works() ? Result.PASSED : Result.FAILED);
        }
        this.tooLong = Bindings.createStringBinding(() -> notes.get().length() <= LONGEST_NOTES
                ? ""
                : texts.text("failover.clean-up.long", LONGEST_NOTES), notes);
        this.fault = Bindings.createStringBinding(
                () -> result.get() == null ? texts.text("failover.clean-up.fault") : tooLong.get(), result, tooLong);
    }

    ObjectProperty<Result> result() {
        return result;
    }

    StringProperty notes() {
        return notes;
    }

    StringBinding tooLong() {
        return tooLong;
    }

    StringBinding fault() {
        return fault;
    }

    /** Result and notes in one text, as the server keeps it. */
    String told() {
        String word = texts.text(
                "failover.clean-up." + result.get().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return notes.get().isBlank() ? word : word + ": " + notes.get().strip();
    }
}
