package secondsite.app.frame;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.frame.PaletteViewModel.Hit;

/** Where a person types a few letters and goes there. It takes the keyboard while it is open, and gives it back. */
final class Palette {

    private final Node layer;
    private final TextField query;
    private final ListView<Hit> hits;
    private final PaletteViewModel model;
    private Node before;

    /** Held here, as the model lives longer than the view. */
    private final InvalidationListener changed = _ -> first();

    /** @param layer over the whole window; a click beside the list closes it */
    Palette(Node layer, TextField query, ListView<Hit> hits, PaletteViewModel model) {
        this.layer = layer;
        this.query = query;
        this.hits = hits;
        this.model = model;
        layer.setVisible(false);
        layer.setOnMousePressed(pressed -> {
            if (pressed.getTarget() == layer) {
                close();
            }
        });
        query.textProperty().bindBidirectional(model.query());
        hits.setItems(model.hits());
        hits.setCellFactory(_ -> new Cell());
        hits.setFocusTraversable(false);
        hits.getItems().addListener(new WeakInvalidationListener(changed));
        hits.setOnMouseClicked(_ -> open());
        layer.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    private void first() {
        hits.getSelectionModel().selectFirst();
    }

    private void key(KeyEvent key) {
        if (key.getCode() == KeyCode.ESCAPE) {
            close();
        } else if (key.getCode() == KeyCode.ENTER) {
            open();
        } else if (key.getCode() == KeyCode.DOWN) {
            move(1);
        } else if (key.getCode() == KeyCode.UP) {
            move(-1);
        } else {
            return;
        }
        key.consume();
    }

    private void move(int by) {
        int size = hits.getItems().size();
        if (size > 0) {
            int next = Math.floorMod(hits.getSelectionModel().getSelectedIndex() + by, size);
            hits.getSelectionModel().select(next);
            hits.scrollTo(next);
        }
    }

    private void open() {
        Hit hit = hits.getSelectionModel().getSelectedItem();
        if (hit != null && hit.reason().isEmpty()) {
            close();
            hit.open().run();
        }
    }

    void toggle() {
        if (layer.isVisible()) {
            close();
        } else {
            before = layer.getScene().getFocusOwner();
            model.begin();
            layer.setVisible(true);
            hits.getSelectionModel().selectFirst();
            query.requestFocus();
        }
    }

    boolean isOpen() {
        return layer.isVisible();
    }

    private void close() {
        layer.setVisible(false);
        if (before != null) {
            before.requestFocus();
        }
    }

    /** A hit in one line: what it is called, what it is, and why it cannot be done now. */
    private static final class Cell extends ListCell<Hit> {
        @Override
        protected void updateItem(Hit hit, boolean empty) {
            super.updateItem(hit, empty);
            setGraphic(empty || hit == null ? null : line(hit));
            setAccessibleText(empty || hit == null ? null : hit.title() + ", " + hit.detail() + " " + hit.reason());
        }

        private static Node line(Hit hit) {
            Label title = new Label(hit.title());
            title.getStyleClass().add("strong");
            Label detail = new Label(hit.detail());
            detail.getStyleClass().add("meta");
            VBox words = new VBox(title, detail);
            if (!hit.reason().isEmpty()) {
                title.setDisable(true);
                Label reason = new Label(hit.reason());
                reason.getStyleClass().add("meta");
                words.getChildren().add(reason);
            }
            HBox.setHgrow(words, Priority.ALWAYS);
            HBox line = new HBox(new FontIcon(hit.icon()), words);
            line.getStyleClass().add("palette-line");
            return line;
        }
    }
}
