package secondsite.app.plans;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** What lies over the page while something is asked: one card; Esc takes it away, and nothing was done. */
final class Layer {

    private final StackPane pane;
    private Node before;

    Layer(StackPane pane) {
        this.pane = pane;
        pane.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ESCAPE && pane.isVisible()) {
                close();
                key.consume();
            }
        });
        close();
    }

    /** @param focus what has the keyboard first */
    void show(Region card, Node focus) {
        card.setMaxHeight(Region.USE_PREF_SIZE);
        before = pane.getScene() == null ? null : pane.getScene().getFocusOwner();
        pane.getChildren().setAll(card);
        pane.setVisible(true);
        focus.requestFocus();
    }

    void close() {
        pane.setVisible(false);
        pane.getChildren().clear();
        if (before != null) {
            before.requestFocus();
            before = null;
        }
    }

    /** The deed stands apart, at the right end. */
    static HBox buttons(Node safe, Node go) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox buttons = new HBox(space, safe, go);
        buttons.getStyleClass().add("layer-buttons");
        return buttons;
    }
}
