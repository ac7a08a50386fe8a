package secondsite.app.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.action.Gate;
import secondsite.app.form.Form;
import secondsite.app.fx.Tasks;
import secondsite.app.kept.Environment;
import secondsite.app.session.FabricatedDeployment;
import secondsite.app.words.FailureText;

/** Questions outside wizards have gates too, and they are as high as the environment is grave. */
class GatesTest {

    @TempDir
    private Path folder;
    private final List<String> done = new ArrayList<>();

    private static Question question(Gate gate) {
        return new Question("Remove ps-1?", List.of(), Form.NONE, "Remove ps-1", "Cancel", true).behind(gate, "ps-1",
                "It takes no part any more.");
    }

    private void ask(Environment environment, Gate gate, Consumer<StackPane> then) {
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.ADMIN);
            var root = new StackPane();
            var stage = new Stage();
            stage.setScene(new Scene(root, 900, 640));
            stage.show();
            new LayeredDialogs(Tasks.inOrder(), stages.surroundings().texts(), stages.get(FailureText.class),
                    FabricatedDeployment.session(Role.ADMIN, environment), _ -> Optional.empty(),
                    stages.get(Toasts.class)).ask(question(gate), () -> "removed",
                            done::add);
            then.accept(root);
            stage.close();
        });
    }

    private static Button confirm(StackPane root) {
        return (Button) root.lookup("#dialog-confirm");
    }

    @Test
    void inProductionTheConsequenceIsStatedAndTheNameTyped() {
        ask(Environment.PRODUCTION, Gate.TYPED, root -> {
            ((CheckBox) root.lookup("#wizard-state")).setSelected(true);
            assertThat(confirm(root).isDisabled()).isTrue();
            ((TextField) root.lookup("#wizard-name")).setText("ps-2");
            assertThat(confirm(root).isDisabled()).isTrue();
            ((TextField) root.lookup("#wizard-name")).setText("ps-1");
            assertThat(confirm(root).isDisabled()).isFalse();
            confirm(root).fire();
        });
        assertThat(done).containsExactly("removed");
    }

    @Test
    void inALabTheGateIsOneLower() {
        ask(Environment.LAB, Gate.TYPED, root -> {
            assertThat(root.lookup("#wizard-name")).isNull();
            ((CheckBox) root.lookup("#wizard-state")).setSelected(true);
            assertThat(confirm(root).isDisabled()).isFalse();
        });
        assertThat(done).isEmpty();
    }

    @Test
    void inALabWhatHasOnlyAButtonIsDoneAtOnce() {
        ask(Environment.LAB, Gate.DIALOG, root -> assertThat(root.getChildren()).isEmpty());
        assertThat(done).containsExactly("removed");
    }
}
