package secondsite.app.plans;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import secondsite.api.plan.PlanAction;
import secondsite.api.recovery.FailoverKind;
import secondsite.app.fx.Texts;
import secondsite.app.plans.ActionDraft.Field;

/** The form of one action: each field is checked as it is typed, with the message below it. */
final class ActionEditor {

    private final Texts texts;
    private final RunWords words;
    private final List<UUID> machines;
    private final Function<UUID, String> names;
    private final VBox card = new VBox();
    private final VBox body = new VBox();
    private final Button keep = new Button();
    private final Button back = new Button();
    private final Map<Field, Label> faults = new EnumMap<>(Field.class);
    private final Label machineFault = fault();
    private ActionDraft draft;

    /**
     * @param machines that may be asked: those that run when the action is done
     * @param names    of machines
     */
    ActionEditor(ActionDraft first, List<UUID> machines, Function<UUID, String> names, Texts texts, RunWords words) {
        this.draft = first;
        this.machines = machines;
        this.names = names;
        this.texts = texts;
        this.words = words;
        Label title = new Label(texts.text(first.kind().key()));
        title.getStyleClass().add("card-title");
        back.setText(texts.text("plan.back"));
        keep.setText(texts.text("plan.action.keep"));
        keep.setId("action-keep");
        keep.getStyleClass().add("accent");
        keep.setDefaultButton(true);
        body.getStyleClass().add("form");
        card.getStyleClass().addAll("card", "layer-card");
        card.getChildren().addAll(title, body, Layer.buttons(back, keep));
        rebuild();
    }

    /** Shows the form. @param done gets the action when it is whole */
    void open(Layer layer, Consumer<PlanAction> done) {
        back.setOnAction(_ -> layer.close());
        keep.setOnAction(_ -> {
            layer.close();
            done.accept(draft.action());
        });
        layer.show(card, body.lookup(".text-input"));
    }

    private void rebuild() {
        body.getChildren().clear();
        faults.clear();
        if (draft.kind() == ActionKind.PROBE) {
            body.getChildren().addAll(machine(), probe());
        }
        draft.shown().forEach(field -> body.getChildren().add(field(field)));
        body.getChildren().add(kinds());
        check();
    }

    private Node field(Field field) {
        boolean lines = field == Field.ARGUMENTS || field == Field.TEXT && draft.kind() == ActionKind.CONFIRMATION;
        TextInputControl input = lines ? new TextArea(draft.typed(field)) : new TextField(draft.typed(field));
        if (input instanceof TextArea area) {
            area.setPrefRowCount(3);
            area.setWrapText(true);
        }
        input.setId("action-" + field.name().toLowerCase(Locale.ROOT));
        input.textProperty().addListener((_, _, typed) -> {
            draft = draft.typed(field, typed);
            check();
        });
        Label fault = fault();
        faults.put(field, fault);
        return labelled(texts.text("plan.field." + field.name()), input, fault);
    }

    private static VBox labelled(String name, Node input, Label fault) {
        Label label = new Label(name);
        label.setLabelFor(input);
        VBox field = new VBox(label, input, fault);
        field.getStyleClass().add("field");
        return field;
    }

    private static Label fault() {
        Label fault = new Label();
        fault.getStyleClass().add("fault");
        fault.setWrapText(true);
        fault.managedProperty().bind(fault.textProperty().isNotEmpty());
        return fault;
    }

    private Node machine() {
        ChoiceBox<UUID> choice = choice(machines, names);
        choice.setId("action-machine");
        choice.setValue(draft.machine());
        choice.valueProperty().addListener((_, _, wanted) -> {
            draft = draft.asking(wanted);
            check();
        });
        return labelled(texts.text("plan.field.MACHINE"), choice, machineFault);
    }

    private Node probe() {
        ChoiceBox<ProbeKind> choice = choice(List.of(ProbeKind.values()), kind -> texts.text(kind.key()));
        choice.setValue(draft.probe());
        choice.valueProperty().addListener((_, _, wanted) -> {
            draft = draft.by(wanted);
            rebuild();
        });
        return labelled(texts.text("plan.field.PROBE"), choice, fault());
    }

    private static <T> ChoiceBox<T> choice(List<T> all, Function<T, String> name) {
        ChoiceBox<T> choice = new ChoiceBox<>();
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.getItems().setAll(all);
        choice.setConverter(new StringConverter<>() {

            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
        return choice;
    }

    private Node kinds() {
        HBox line = new HBox();
        line.getStyleClass().add("fields");
        for (FailoverKind kind : FailoverKind.values()) {
            CheckBox box = new CheckBox(words.kind(kind));
            box.setSelected(draft.holdsFor(kind));
            box.selectedProperty().addListener((_, _, wanted) -> {
                draft = draft.in(kind, wanted);
                box.setSelected(draft.holdsFor(kind));
            });
            line.getChildren().add(box);
        }
        return labelled(texts.text("plan.field.KINDS"), line, fault());
    }

    private void check() {
        Map<Field, String> found = ActionFaults.of(draft, texts);
        faults.forEach((field, label) -> label.setText(found.getOrDefault(field, "")));
        boolean nobody = draft.kind() == ActionKind.PROBE && !machines.contains(draft.machine());
        machineFault.setText(nobody ? texts.text("plan.fault.not-up") : "");
        keep.setDisable(!found.isEmpty() || nobody);
    }
}
