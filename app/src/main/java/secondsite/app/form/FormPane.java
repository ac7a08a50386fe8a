package secondsite.app.form;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** A form as it is seen: each field below its label, with what is wrong below the field. Nodes have the ids of their fields. */
public final class FormPane extends VBox {

    private static final int AREA_ROWS = 4;

    public FormPane(Form form) {
        getStyleClass().add("form-pane");
        form.fields().forEach(field -> getChildren().add(row(field)));
    }

    /** Where typing begins; itself when there is nothing to fill in. */
    public Node first() {
        return getChildren().stream().map(row -> ((VBox) row).getChildren()).flatMap(List::stream)
                .filter(node -> node instanceof Control control && !(node instanceof Label)
                        && control.isFocusTraversable())
                .findFirst().orElse(this);
    }

    private static Node row(Field field) {
        Control control = control(field);
        control.setId(field.id());
        control.setAccessibleText(field.label());
        control.setMaxWidth(Double.MAX_VALUE);
        var box = new VBox();
        box.getStyleClass().add("field");
        if (!(field instanceof Tick)) {
            Label label = new Label(field.label());
            label.getStyleClass().add("field-label");
            label.setLabelFor(control);
            box.getChildren().add(label);
        }
        // Held by the row: what listens to the field itself is held by that, and a form may outlive its rows.
        var wrong = new SimpleStringProperty();
        wrong.bind(field.told());
        box.getProperties().put("wrong", wrong);
        box.getChildren().addAll(control, below(field, wrong));
        box.visibleProperty().bind(field.shown());
        box.managedProperty().bind(field.shown());
        wrong.addListener((_, _, now) -> {
            control.getStyleClass().remove("wrong");
            if (!now.isEmpty()) {
                control.getStyleClass().add("wrong");
            }
        });
        return box;
    }

    /** What is wrong, or else the hint. */
    private static Node below(Field field, ObservableStringValue wrong) {
        Label said = new Label();
        said.setId(field.id() + "-fault");
        said.setWrapText(true);
        said.setMinHeight(USE_PREF_SIZE);
        said.textProperty().bind(Bindings.createStringBinding(
                () -> wrong.get().isEmpty() ? field.hint() : wrong.get(), wrong));
        said.managedProperty().bind(said.textProperty().isNotEmpty());
        dress(said, wrong.get());
        wrong.addListener((_, _, now) -> dress(said, now));
        return said;
    }

    private static void dress(Label said, String wrong) {
        said.getStyleClass().setAll("label", wrong.isEmpty() ? "meta" : "fault");
    }

    private static Control control(Field field) {
        return switch (field) {
            case TextEntry text -> text(text);
            case Choice<?> choice -> combo(choice);
            case Tick tick -> {
                CheckBox box = new CheckBox(tick.label());
                box.setWrapText(true);
                box.selectedProperty().bindBidirectional(tick.value());
                yield box;
            }
        };
    }

    private static Control text(TextEntry text) {
        TextInputControl control = switch (text.kind()) {
            case LINE, NUMBER -> new TextField();
            case PASSWORD -> new PasswordField();
            case AREA -> {
                TextArea area = new TextArea();
                area.setPrefRowCount(AREA_ROWS);
                area.setWrapText(true);
                yield area;
            }
        };
        if (text.kind() == TextEntry.Kind.NUMBER) {
            control.getStyleClass().add("number");
        }
        control.textProperty().bindBidirectional(text.value());
        return control;
    }

    private static <T> Control combo(Choice<T> choice) {
        var box = new ComboBox<T>(FXCollections.observableArrayList(choice.options()));
        box.setConverter(new StringConverter<>() {

            @Override
            public String toString(T option) {
                return choice.name(option);
            }

            @Override
            public T fromString(String name) {
                return choice.options().stream().filter(option -> choice.name(option).equals(name)).findFirst()
                        .orElse(null);
            }
        });
        box.valueProperty().bindBidirectional(choice.value());
        return box;
    }
}
