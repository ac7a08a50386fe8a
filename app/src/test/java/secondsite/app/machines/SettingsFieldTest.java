package secondsite.app.machines;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import secondsite.app.Forgotten;
import secondsite.app.Fx;

/** A field of the recovery settings, whose values outlive the page. */
class SettingsFieldTest {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");

    private final StringProperty value = new SimpleStringProperty("");

    @Test
    void itIsMarkedWhileWhatIsTypedIsWrong() {
        Fx.run(() -> {
            TextField field = SettingsTab.field(value, String::isEmpty, "", "memory");
            assertThat(field.getPseudoClassStates()).doesNotContain(WRONG);
            field.setText("x");
            assertThat(field.getPseudoClassStates()).contains(WRONG);
            value.set("");
            assertThat(field.getPseudoClassStates()).doesNotContain(WRONG);
        });
    }

    @Test
    void itIsForgottenWithThePageAlthoughItsValueIsKept() throws InterruptedException {
        var forgotten = new Forgotten();
        Fx.run(() -> forgotten.add("field", SettingsTab.field(value, String::isEmpty, "", "memory")));
        forgotten.check();
        assertThat(value.get()).isEmpty();
    }
}
