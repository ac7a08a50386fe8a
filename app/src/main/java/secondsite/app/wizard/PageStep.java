package secondsite.app.wizard;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** A step that is one page. @param entered is done whenever somebody comes to it */
public record PageStep(String title, Node page, ObservableValue<String> fault, Runnable onEntered) implements Step {

    /** One that can always be left. */
    public PageStep(String title, Node page) {
        this(title, page, new ReadOnlyStringWrapper(""));
    }

    public PageStep(String title, Node page, ObservableValue<String> fault) {
        this(title, page, fault, () -> {
        });
    }

    @Override
    public void entered() {
        onEntered.run();
    }
}
