package secondsite.app.wizard;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import secondsite.app.fx.Texts;

/** What has to be stated and typed before a deed, as it is seen; nothing where the gate is low. */
public final class GatePane extends VBox {

    private final Texts texts;

    public GatePane(Texts texts) {
        this.texts = texts;
        getStyleClass().add("wizard-gate");
    }

    /** From now on it is this gate. */
    public void show(GateViewModel gate) {
        getChildren().clear();
        setVisible(gate.hasStatement());
        setManaged(gate.hasStatement());
        if (gate.hasStatement()) {
            var state = new CheckBox(gate.consequence());
            state.setId("wizard-state");
            state.setWrapText(true);
            state.selectedProperty().bindBidirectional(gate.stated());
            getChildren().add(state);
        }
        if (gate.hasName()) {
            getChildren().add(name(gate));
        }
    }

    private Node name(GateViewModel gate) {
        var before = new Label(texts.text("wizard.gate.label"));
        var object = new Label(gate.object());
        object.getStyleClass().add("strong");
        var typed = new TypedName();
        typed.setId("wizard-name");
        typed.setAccessibleText(texts.text("wizard.gate.type", gate.object()));
        typed.textProperty().bindBidirectional(gate.typed());
        var fault = new Label(texts.text("wizard.gate.wrong"));
        fault.getStyleClass().add("fault");
        fault.visibleProperty().bind(gate.wrong());
        typed.styleProperty().bind(Bindings.when(gate.wrong()).then("-fx-border-color: -ss-crit;").otherwise(""));
        var line = new HBox(before, object, typed, fault);
        line.getStyleClass().add("wizard-line");
        return line;
    }
}
