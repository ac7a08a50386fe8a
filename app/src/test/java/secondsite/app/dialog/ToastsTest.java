package secondsite.app.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.Tasks;

/** What was done at once is told, and taken back on demand. */
class ToastsTest {

    @TempDir
    private Path folder;

    @Test
    void theNewestIsShownAndTakenBackOnce() {
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.ADMIN);
            Toasts toasts = stages.get(Toasts.class);
            ToastLayer layer = stages.get(ToastLayer.class);
            var stage = new Stage();
            stage.setScene(new Scene(layer, 600, 300));
            stage.show();
            List<String> undone = new ArrayList<>();
            assertThat(layer.getChildren()).isEmpty();
            toasts.offer("one", () -> undone.add("one"));
            toasts.offer("two", () -> undone.add("two"));
            assertThat(((Label) layer.lookup("#toast-text")).getText()).isEqualTo("two");
            ((Button) layer.lookup("#toast-deed")).fire();
            assertThat(undone).containsExactly("two");
            assertThat(layer.getChildren()).isEmpty();
            toasts.say("three");
            assertThat(layer.lookup("#toast-deed")).isNull();
            stage.close();
        });
    }

    @Test
    void whatHappenedElsewhereWaitsWhileSomethingCanBeTakenBack() {
        var toasts = new Toasts();
        toasts.offer("one", () -> {
        });
        toasts.tell("two", "Show", () -> {
        });
        assertThat(toasts.now().get().text()).isEqualTo("one");
        toasts.close(toasts.now().get());
        assertThat(toasts.now().get().text()).isEqualTo("two");
    }

    @Test
    void oneThatWasSeenLongEnoughDoesNotCloseTheNext() {
        var toasts = new Toasts();
        toasts.say("one");
        Toasts.Toast seen = toasts.now().get();
        toasts.say("two");
        toasts.close(seen);
        assertThat(toasts.now().get().text()).isEqualTo("two");
    }
}
