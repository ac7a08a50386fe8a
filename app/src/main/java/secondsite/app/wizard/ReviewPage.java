package secondsite.app.wizard;

import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.fx.Texts;

/** The last page: what will happen, in sentences, and what has to be stated and typed before it does. */
final class ReviewPage {

    private static final double LABEL_WIDTH = 152;
    private static final int COMMAND_ROWS = 3;

    private final WizardViewModel model;
    private final Texts texts;
    private final GridPane sentences = new GridPane();
    private final GatePane gate;
    private final TextArea command = new TextArea();
    private final HBox afterwards = new HBox();
    private final VBox whole;

    ReviewPage(WizardViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        this.gate = new GatePane(texts);
        this.whole = build();
        model.sentences().addListener(_ -> say());
        model.gate().addListener(_ -> gate.show(model.gate().get()));
        say();
        gate.show(model.gate().get());
    }

    private VBox build() {
        sentences.getStyleClass().add("wizard-sentences");
        var labels = new ColumnConstraints(LABEL_WIDTH);
        var words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        sentences.getColumnConstraints().setAll(labels, words);
        afterwards.getStyleClass().add("wizard-note");
        var page = new VBox(sentences, afterwards, copying(), command, gate);
        page.getStyleClass().add("wizard-form");
        return page;
    }

    private Node copying() {
        var copy = new Button(texts.text("wizard.review.copy"), new FontIcon("ci-copy"));
        copy.setId("wizard-copy");
        copy.setOnAction(_ -> copy(model.asText()));
        var show = new ToggleButton(texts.text("wizard.review.command"), new FontIcon("ci-terminal"));
        show.setId("wizard-command");
        show.selectedProperty().bindBidirectional(model.asCommand());
        boolean has = !model.wizard().review().command().isEmpty();
        show.setVisible(has);
        show.setManaged(has);
        command.setEditable(false);
        command.setWrapText(true);
        command.setPrefRowCount(COMMAND_ROWS);
        command.getStyleClass().add("command");
        command.setAccessibleText(texts.text("wizard.review.command"));
        command.visibleProperty().bind(model.asCommand());
        command.managedProperty().bind(model.asCommand());
        var line = new HBox(copy, show);
        line.getStyleClass().add("wizard-copying");
        return line;
    }

    private static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void say() {
        List<Sentence> now = model.sentences().get();
        sentences.getChildren().clear();
        for (int row = 0; row < now.size(); row++) {
            Sentence sentence = now.get(row);
            var text = new Label(sentence.text());
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            text.getStyleClass().addAll("wizard-sentence", sentence.weight().name().toLowerCase(Locale.ROOT));
            if (sentence.label().isEmpty()) {
                sentences.add(text, 0, row, 2, 1);
            } else {
                var label = new Label(sentence.label());
                label.getStyleClass().add("muted");
                label.setWrapText(true);
                GridPane.setValignment(label, VPos.TOP);
                sentences.add(label, 0, row);
                sentences.add(text, 1, row);
            }
        }
        command.setText(model.wizard().review().command());
        note(model.wizard().review().afterwards());
    }

    private void note(String said) {
        afterwards.setVisible(!said.isEmpty());
        afterwards.setManaged(!said.isEmpty());
        var text = new Label(said);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        afterwards.getChildren().setAll(new FontIcon("ci-information"), text);
    }

    Node node() {
        return whole;
    }
}
