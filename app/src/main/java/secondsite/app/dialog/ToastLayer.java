package secondsite.app.dialog;

import jakarta.inject.Inject;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.fx.Texts;

/** Shows the toast that is said now at the bottom of the window, over everything, for eight seconds; longer while somebody is at it. */
public final class ToastLayer extends StackPane {

    private static final Duration SEEN = Duration.seconds(8);

    private final Toasts toasts;
    private final Texts texts;
    private final PauseTransition time = new PauseTransition(SEEN);
    private final InvalidationListener changed = _ -> show();

    @Inject
    public ToastLayer(Toasts toasts, Texts texts) {
        this.toasts = toasts;
        this.texts = texts;
        getStyleClass().add("toast-layer");
        setAlignment(Pos.BOTTOM_CENTER);
        setPickOnBounds(false);
        toasts.now().addListener(new WeakInvalidationListener(changed));
        show();
    }

    private void show() {
        Toasts.Toast now = toasts.now().get();
        time.stop();
        getChildren().clear();
        if (now != null) {
            HBox line = line(now);
            getChildren().add(line);
            time.setOnFinished(_ -> toasts.close(now));
            line.hoverProperty().addListener(_ -> wait(line));
            line.focusWithinProperty().addListener(_ -> wait(line));
            time.playFromStart();
        }
    }

    private void wait(HBox line) {
        if (line.isHover() || line.isFocusWithin()) {
            time.stop();
        } else {
            time.playFromStart();
        }
    }

    private HBox line(Toasts.Toast now) {
        var text = new Label(now.text());
        text.setId("toast-text");
        var line = new HBox(
                new FontIcon(now.deed().isEmpty() || now.undoes() ? "ci-checkmark-filled" : "ci-notification"), text);
        line.getStyleClass().add("toast");
        line.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        line.setAccessibleRole(AccessibleRole.TEXT);
        line.setAccessibleText(now.text());
        now.deed().ifPresent(deed -> {
            var act = new Button(deed.undoes() ? texts.text("toast.undo") : deed.verb());
            act.setId("toast-deed");
            act.setMinWidth(Region.USE_PREF_SIZE);
            act.setOnAction(_ -> toasts.act());
            line.getChildren().add(act);
        });
        return line;
    }
}
