package secondsite.app.wizard;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.app.action.Gate;
import secondsite.app.fx.Texts;

/** What has to be stated and typed before the deed. Whoever comes to the review again begins anew. */
public final class GateViewModel {

    private final Gate gate;
    private final String object;
    private final String consequence;
    private final BooleanProperty stated = new SimpleBooleanProperty();
    private final StringProperty typed = new SimpleStringProperty("");
    private final StringBinding missing;

    /**
     * @param object      whose name is to be typed, where the gate wants that
     * @param consequence what is stated, where the gate wants that
     */
    public GateViewModel(Gate gate, String object, String consequence, Texts texts) {
        this.gate = gate;
        this.object = object;
        this.consequence = consequence;
        this.missing = Bindings.createStringBinding(() -> missing(texts), stated, typed);
    }

    private String missing(Texts texts) {
        if (hasStatement() && !stated.get()) {
            return texts.text("wizard.gate.state");
        }
        return hasName() && !object.equals(typed.get()) ? texts.text("wizard.gate.type", object) : "";
    }

    public boolean hasStatement() {
        return gate == Gate.REVIEW || gate == Gate.TYPED;
    }

    public boolean hasName() {
        return gate == Gate.TYPED;
    }

    public String object() {
        return object;
    }

    public String consequence() {
        return consequence;
    }

    public BooleanProperty stated() {
        return stated;
    }

    public StringProperty typed() {
        return typed;
    }

    /** Whether what is typed cannot become the name. */
    public BooleanBinding wrong() {
        return Bindings.createBooleanBinding(() -> !object.startsWith(typed.get()), typed);
    }

    /** What is still to be done, in a sentence; empty when the gate is passed. */
    public StringBinding missing() {
        return missing;
    }
}
