package secondsite.app.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import secondsite.app.Forgotten;
import secondsite.app.Fx;

/** A form as it is seen: its pane says what is wrong, and goes although the form stays. */
class FormPaneTest {

    private final TextEntry name = new TextEntry("name", "Name", TextEntry.Kind.LINE, "",
            typed -> typed.length() > 3 ? "too long" : "").with("at most three letters");
    private final Form form = new Form(List.of(name));

    @Test
    void whatIsWrongStandsInThePlaceOfTheHintAsItIsTyped() {
        Fx.run(() -> {
            var pane = new FormPane(form);
            Label said = (Label) pane.lookup("#name-fault");
            Node field = pane.lookup("#name");
            assertThat(said.getText()).isEqualTo("at most three letters");
            name.value().set("four");
            assertThat(said.getText()).isEqualTo("too long");
            assertThat(said.getStyleClass()).contains("fault");
            assertThat(field.getStyleClass()).contains("wrong");
            name.value().set("one");
            assertThat(said.getText()).isEqualTo("at most three letters");
            assertThat(said.getStyleClass()).doesNotContain("fault");
            assertThat(field.getStyleClass()).doesNotContain("wrong");
        });
    }

    @Test
    void aPaneThatNobodySeesAnyMoreIsForgottenAlthoughItsFormIsKept() throws InterruptedException {
        var forgotten = new Forgotten();
        Fx.run(() -> forgotten.add("pane", new FormPane(form)));
        forgotten.check();
        assertThat(form.fields()).hasSize(1);
    }
}
