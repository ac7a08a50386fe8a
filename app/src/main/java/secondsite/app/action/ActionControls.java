package secondsite.app.action;

import jakarta.inject.Inject;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.fx.Texts;

/** Makes buttons and menu items of actions: the same name everywhere, and what is not allowed says why. */
public final class ActionControls {

    private final Texts texts;

    @Inject
    public ActionControls(Texts texts) {
        this.texts = texts;
    }

    /** A button, in a pane that shows the reason while the pointer is over it, as a disabled button would not. */
    public <T> Node button(Action<T> action, T what) {
        return buttonFor(action, () -> what);
    }

    /** The same, done to what is meant when it is pressed; whether it is allowed is asked now. */
    <T> Node buttonFor(Action<T> action, Supplier<T> what) {
        Permission permission = action.on(what.get());
        Button button = new Button(texts.text(action.key()), new FontIcon(action.icon()));
        button.setId("action-" + action.id());
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setOnAction(_ -> action.start(what.get()));
        button.setDisable(!permission.allowed());
        StackPane around = new StackPane(button);
        around.getStyleClass().add("action");
        around.setMaxSize(StackPane.USE_PREF_SIZE, StackPane.USE_PREF_SIZE);
        if (!permission.allowed()) {
            Tooltip.install(around, new Tooltip(permission.reason()));
            // A disabled button is not reached by the keyboard; what stands around it is, and says why.
            around.setFocusTraversable(true);
            around.setAccessibleText(texts.text("action.disabled", texts.text(action.key()), permission.reason()));
        }
        return around;
    }

    /** An item; what is not allowed has the reason behind its name. */
    public <T> MenuItem item(Action<T> action, T what) {
        return itemFor(action, () -> what);
    }

    /** The same, done to what is meant when it is chosen; whether it is allowed is asked now. */
    <T> MenuItem itemFor(Action<T> action, Supplier<T> what) {
        Permission permission = action.on(what.get());
        String name = texts.text(action.key());
        MenuItem item = new MenuItem(
                permission.allowed() ? name : texts.text("action.disabled", name, permission.reason()),
                new FontIcon(action.icon()));
        item.setOnAction(_ -> action.start(what.get()));
        item.setDisable(!permission.allowed());
        return item;
    }
}
