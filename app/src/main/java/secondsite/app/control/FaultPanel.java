package secondsite.app.control;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What is wrong, and how it goes on: what happened, the cause, the evidence, what to do, and buttons. */
public final class FaultPanel extends VBox {

    /** What is said. @param happened in a sentence. @param evidence as it came. What is empty is left out */
    public record Fault(Status status, String happened, String cause, String evidence, String action) {}

    /** The headings. */
    public record Words(String cause, String evidence, String action) {}

    public FaultPanel(Fault fault, Words words, List<? extends Node> buttons) {
        getStyleClass().addAll("fault-panel", fault.status().styleClass());
        Label title = text(fault.happened(), "strong");
        HBox head = new HBox(new StatusIcon(fault.status()), title);
        head.getStyleClass().add("fault-head");
        getChildren().add(head);
        part(words.cause(), fault.cause(), "fault-text");
        part(words.evidence(), fault.evidence(), "evidence");
        part(words.action(), fault.action(), "fault-text");
        if (!buttons.isEmpty()) {
            var line = new HBox();
            line.getChildren().addAll(buttons);
            line.getStyleClass().add("fault-buttons");
            getChildren().add(line);
        }
    }

    private void part(String heading, String said, String style) {
        if (!said.isEmpty()) {
            getChildren().add(new VBox(text(heading, "field-label"), text(said, style)));
        }
    }

    private static Label text(String said, String style) {
        Label label = new Label(said);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
