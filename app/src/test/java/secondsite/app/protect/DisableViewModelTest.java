package secondsite.app.protect;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.beans.value.ObservableValue;
import org.junit.jupiter.api.Test;
import secondsite.api.replication.DisableRequest;
import secondsite.api.security.SecondPerson;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;

/** What is asked before a machine's protection ends. */
class DisableViewModelTest {

    private final DisableViewModel model = new DisableViewModel("weber", new Texts(Language.ENGLISH));
    private final ObservableValue<String> fault = model.fault();

    @Test
    void aReasonIsNeededAndNothingElseWherePointsStay() {
        assertThat(fault.getValue()).isEqualTo("A reason is needed; it is in the audit log.");
        model.reason().set(" retired ");
        assertThat(fault.getValue()).isEmpty();
        assertThat(model.request()).isEqualTo(new DisableRequest(false, "retired", null));
        model.reason().set("x".repeat(501));
        assertThat(fault.getValue()).isNotEmpty();
    }

    @Test
    void whereTheyGoAnotherPersonHasToAgree() {
        model.reason().set("retired");
        model.delete().set(true);
        assertThat(fault.getValue()).isEqualTo("Name and password of a second person are needed.");
        model.second().set("weber");
        model.password().set("secret");
        assertThat(fault.getValue()).isEqualTo("The second person is another one than you.");
        model.second().set("klein");
        assertThat(fault.getValue()).isEmpty();
        assertThat(model.request()).isEqualTo(
                new DisableRequest(true, "retired", new SecondPerson("klein", "secret")));
        model.delete().set(false);
        assertThat(model.request().secondPerson()).as("a password is not sent for nothing").isNull();
    }
}
