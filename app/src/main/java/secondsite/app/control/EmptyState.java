package secondsite.app.control;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Stands where nothing is to be shown: a sentence why, and at most one button. */
public final class EmptyState extends VBox {

    private final Label title = new Label();
    private final Label why = new Label();

    public EmptyState(Ikon icon, String said, String explained) {
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        FontIcon picture = new FontIcon(icon);
        picture.getStyleClass().add("picture");
        title.getStyleClass().add("title");
        title.setText(said);
        title.setWrapText(true);
        why.getStyleClass().add("explanation");
        why.setText(explained);
        why.setWrapText(true);
        why.setVisible(!explained.isEmpty());
        why.setManaged(!explained.isEmpty());
        getChildren().addAll(picture, title, why);
    }

    /** The one thing to do about it. */
    public EmptyState with(String verb, Runnable action) {
        Button button = new Button(verb);
        button.setOnAction(pressed -> action.run());
        getChildren().add(button);
        return this;
    }
}
