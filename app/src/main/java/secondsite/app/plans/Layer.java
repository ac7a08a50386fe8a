package secondsite.app.plans;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

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

    /**
     * Asks before something is done; the safe button has the keyboard.
     *
     * @param words of the title, the sentence, the note's field, the safe button and the deed's, in this order
     * @param kind  style class of the deed's button
     * @param deed  gets the note
     */
    void ask(List<String> words, String kind, Consumer<String> deed) {
        Label title = new Label(words.get(0));
        title.getStyleClass().add("card-title");
        Label sentence = new Label(words.get(1));
        sentence.setWrapText(true);
        TextField note = new TextField();
        note.setPromptText(words.get(2));
        note.setAccessibleText(words.get(2));
        Button safe = new Button(words.get(3));
        safe.setId("question-back");
        safe.setDefaultButton(true);
        safe.setOnAction(_ -> close());
        Button go = new Button(words.get(4));
        go.setId("question-go");
        go.getStyleClass().add(kind);
        go.setOnAction(_ -> {
            close();
            deed.accept(note.getText());
        });
        VBox card = new VBox(title, sentence, note, buttons(safe, go));
        card.getStyleClass().addAll("card", "layer-card");
        show(card, safe);
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
