package secondsite.app.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;

/** What is explained where. */
class HelpTest {

    @TempDir
    private Path folder;

    @Test
    void everyScreenAndEveryTermIsExplainedInBothLanguages() {
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.VIEWER);
            for (Language language : Language.values()) {
                stages.surroundings().texts().speak(language);
                var model = stages.get(HelpViewModel.class);
                model.open().set(false);
                model.toggle();
                for (Screen screen : Screen.values()) {
                    stages.get(Navigator.class).go(screen, "x");
                    assertThat(model.page().get().here()).singleElement()
                            .matches(article -> !article.text().getFirst().isBlank());
                }
                assertThat(model.page().get().terms()).hasSameSizeAs(Term.values());
            }
        });
    }

    @Test
    void anErrorIsFoundByItsCodeAndByItsWords() {
        Fx.run(() -> {
            var model = new Stages(folder, Tasks.inOrder(), Role.VIEWER).get(HelpViewModel.class);
            model.toggle();
            assertThat(model.page().get().errors()).isEmpty();
            model.query().set("rpo exceeded");
            assertThat(model.page().get().errors()).extracting(HelpViewModel.Article::title)
                    .containsExactly("RPO_EXCEEDED");
            model.query().set("more than usual");
            assertThat(model.page().get().errors()).extracting(HelpViewModel.Article::title)
                    .containsExactly("CHURN_HIGH");
            assertThat(model.page().get().here()).isEmpty();
        });
    }

    @Test
    void f1OpensItWhereverTheKeyboardIsAndGivesTheKeyboardBack() {
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.VIEWER);
            HelpLayer layer = stages.get(HelpLayer.class);
            var elsewhere = new Button("elsewhere");
            var scene = new Scene(new StackPane(elsewhere, layer), 900, 640);
            var stage = new Stage();
            stage.setScene(scene);
            stage.show();
            elsewhere.requestFocus();
            press(elsewhere, KeyCode.F1);
            assertThat(layer.isVisible()).isTrue();
            assertThat(lookUp(layer)).contains("Recovery point");
            stages.surroundings().texts().speak(Language.GERMAN);
            assertThat(lookUp(stages.get(HelpLayer.class))).contains("Wiederherstellungspunkt");
            assertThat(scene.getFocusOwner().getId()).isEqualTo("help-query");
            press(scene.getFocusOwner(), KeyCode.ESCAPE);
            assertThat(layer.isVisible()).isFalse();
            assertThat(scene.getFocusOwner()).isSameAs(elsewhere);
            stage.close();
        });
    }

    /** The titles that are shown. */
    private static List<String> lookUp(HelpLayer layer) {
        return layer.articles().getChildren().stream().filter(VBox.class::isInstance)
                .map(article -> ((Label) ((VBox) article).getChildren().getFirst()).getText()).toList();
    }

    private static void press(Node on, KeyCode code) {
        on.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }
}
