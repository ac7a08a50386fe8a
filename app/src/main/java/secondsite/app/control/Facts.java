package secondsite.app.control;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** What is known of something: names at the left, values beside them. */
public final class Facts extends GridPane {

    private static final double NAMES = 128;

    public Facts() {
        getStyleClass().add("facts");
        var names = new ColumnConstraints(NAMES);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setMinWidth(0);
        getColumnConstraints().setAll(names, values);
    }

    /** One that is wrapped where there is no room for it. */
    public Facts add(String name, String value) {
        Label text = new Label(value);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        return add(name, text);
    }

    public Facts add(String name, Node value) {
        Label title = new Label(name);
        title.getStyleClass().add("muted");
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.setWrapText(true);
        int row = getRowCount();
        add(title, 0, row);
        add(value, 1, row);
        return this;
    }

    public void clear() {
        getChildren().clear();
    }
}
