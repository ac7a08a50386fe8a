package secondsite.app.wizard;

import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Builds a page of a wizard from above to below; all pages look alike by it. */
public final class Form {

    private final VBox page = new VBox();

    public Form() {
        page.getStyleClass().add("wizard-form");
    }

    /** What the page asks. */
    public Form heading(String text) {
        return styled(text, "wizard-heading");
    }

    /** What a person should know to answer. */
    public Form explanation(String text) {
        return styled(text, "muted");
    }

    private Form styled(String text, String styleClass) {
        page.getChildren().add(wrapped(text, styleClass));
        return this;
    }

    private static Label wrapped(String text, String styleClass) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(styleClass);
        return label;
    }

    /** A remark with an icon, in a box. @param kind {@code info}, {@code warn} or {@code crit} */
    public Form note(String kind, ObservableValue<String> text) {
        var label = new Label();
        label.setWrapText(true);
        label.textProperty().bind(text);
        HBox.setHgrow(label, Priority.ALWAYS);
        var box = new HBox(new FontIcon("info".equals(kind) ? "ci-information" : "ci-warning-alt-filled"), label);
        box.getStyleClass().addAll("wizard-note", kind);
        box.visibleProperty().bind(text.map(said -> !said.isEmpty()));
        box.managedProperty().bind(box.visibleProperty());
        page.getChildren().add(box);
        return this;
    }

    /** One of several, each with a line that says what it means. */
    public <T> Form option(ToggleGroup group, String id, Property<T> chosen, T value, String name, String meaning) {
        var button = new RadioButton(name);
        button.setId(id);
        button.setToggleGroup(group);
        button.setSelected(value.equals(chosen.getValue()));
        button.selectedProperty().addListener((_, _, now) -> {
            if (now) {
                chosen.setValue(value);
            }
        });
        chosen.addListener((_, _, now) -> button.setSelected(value.equals(now)));
        var line = new VBox(button);
        line.getStyleClass().add("wizard-option");
        if (!meaning.isEmpty()) {
            Label said = wrapped(meaning, "muted");
            said.getStyleClass().add("wizard-meaning");
            line.getChildren().add(said);
        }
        page.getChildren().add(line);
        return this;
    }

    public Form check(String id, Property<Boolean> chosen, String text, String meaning) {
        var box = new CheckBox(text);
        box.setId(id);
        box.setWrapText(true);
        box.selectedProperty().bindBidirectional(chosen);
        var line = new VBox(box);
        line.getStyleClass().add("wizard-option");
        if (!meaning.isEmpty()) {
            Label said = wrapped(meaning, "muted");
            said.getStyleClass().add("wizard-meaning");
            line.getChildren().add(said);
        }
        page.getChildren().add(line);
        return this;
    }

    /** A short text with its label above and what is wrong with it beside it, as it is typed. */
    public Form text(String id, String label, Property<String> typed, ObservableValue<String> fault, double width) {
        var field = new TextField();
        field.setId(id);
        field.setPrefWidth(width);
        field.setMaxWidth(width);
        field.setAccessibleText(label);
        field.textProperty().bindBidirectional(typed);
        return field(label, field, fault);
    }

    /** Any control with its label above and what is wrong with it beside it. */
    public Form field(String label, Node control, ObservableValue<String> fault) {
        var wrong = new Label();
        wrong.getStyleClass().add("fault");
        wrong.setWrapText(true);
        wrong.textProperty().bind(fault);
        if (control instanceof TextArea) {
            HBox.setHgrow(control, Priority.ALWAYS);
        }
        var line = new HBox(control, wrong);
        line.getStyleClass().add("wizard-line");
        var name = new Label(label);
        name.setLabelFor(control);
        var box = new VBox(name, line);
        box.getStyleClass().add("field");
        page.getChildren().add(box);
        return this;
    }

    /** Anything else. */
    public Form add(Node node) {
        page.getChildren().add(node);
        return this;
    }

    /** What takes the room that is left. */
    public Form fill(Node node) {
        VBox.setVgrow(node, Priority.ALWAYS);
        page.getChildren().add(node);
        return this;
    }

    public Node page() {
        return page;
    }
}
