package secondsite.app.plans;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;
import secondsite.app.control.MiddleEllipsisLabel;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Texts;

/** A group of the plan as a column: what is done before, its machines, what is done after. */
final class GroupColumn {

    /** Puts an action's form on the screen. */
    interface Forms {

        /** @param index of the action; negative for a new one of that kind */
        void open(int group, Phase phase, int index, ActionKind kind);
    }

    private final PlanViewModel model;
    private final Texts texts;
    private final Forms forms;
    private final int number;
    private final boolean may;
    private final VBox column = new VBox();
    private final TextField name;
    private final Label fault = new Label();
    private final Map<String, Label> actionFaults = new HashMap<>();

    /** @param may whether this person may change plans */
    GroupColumn(PlanViewModel model, Texts texts, Forms forms, PlanDraft draft, int number, boolean may) {
        this.model = model;
        this.texts = texts;
        this.forms = forms;
        this.number = number;
        this.may = may;
        PlanGroup group = draft.groups().get(number);
        name = new TextField(group.name());
        column.getStyleClass().addAll("card", "plan-column");
        column.setId("group-" + number);
        fault.getStyleClass().add("fault");
        fault.setWrapText(true);
        fault.managedProperty().bind(fault.textProperty().isNotEmpty());
        column.getChildren().addAll(head(draft), fault, actions(group, Phase.BEFORE), machines(draft, group),
                actions(group, Phase.AFTER));
        if (may) {
            Dragging.into(column, Dragged.Machine.class, machine -> model.change(old -> machine.into(old, number)));
        }
    }

    Node node() {
        return column;
    }

    /** The node of a machine, to give it the keyboard. */
    Node card(UUID machine) {
        return column.lookup("#machine-" + machine);
    }

    void update(PlanDraft draft, Map<String, String> faults) {
        String said = draft.groups().get(number).name();
        if (!said.equals(name.getText())) {
            name.setText(said);
        }
        fault.setText(faults.getOrDefault(PlanFaults.group(number), ""));
        actionFaults.forEach((field, label) -> label.setText(faults.getOrDefault(field, "")));
    }

    private Node head(PlanDraft draft) {
        Label digit = new Label(Integer.toString(number + 1));
        digit.getStyleClass().add("plan-number");
        name.setDisable(!may);
        name.setAccessibleText(texts.text("plan.group.label", number + 1));
        name.textProperty().addListener((_, _, typed) -> model.change(old -> old.renamed(number, typed)));
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox head = new HBox(digit, name,
                icon("ci-chevron-left", "plan.group.left", number > 0, -1),
                icon("ci-chevron-right", "plan.group.right", number < draft.groups().size() - 1, 1),
                remove(draft));
        head.getStyleClass().add("plan-head");
        return head;
    }

    private Button icon(String literal, String key, boolean possible, int by) {
        Button button = iconButton(literal, texts.text(key));
        button.setDisable(!may || !possible);
        button.setOnAction(_ -> model.change(old -> old.shifted(number, by)));
        return button;
    }

    private Button remove(PlanDraft draft) {
        Button button = iconButton("ci-trash-can", texts.text("plan.group.remove"));
        button.setDisable(!may || draft.groups().size() == 1);
        button.setOnAction(_ -> model.change(old -> old.without(number)));
        return button;
    }

    private static Button iconButton(String literal, String said) {
        Button button = new Button(null, new FontIcon(literal));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(said);
        button.setTooltip(new Tooltip(said));
        return button;
    }

    private Node actions(PlanGroup group, Phase phase) {
        Label title = new Label(texts.text("plan.phase." + phase.name()));
        title.getStyleClass().add("meta");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        MenuButton add = new MenuButton(texts.text("plan.action.add"));
        add.setId("add-" + phase.field() + "-" + number);
        add.getStyleClass().addAll("flat", "small");
        add.setMinWidth(Region.USE_PREF_SIZE);
        add.setDisable(!may);
        for (ActionKind kind : ActionKind.values()) {
            MenuItem item = new MenuItem(texts.text(kind.key()), new FontIcon(kind.icon()));
            item.setId("add-" + kind.name());
            item.setOnAction(_ -> forms.open(number, phase, -1, kind));
            add.getItems().add(item);
        }
        HBox head = new HBox(title, space, add);
        head.getStyleClass().add("plan-phase");
        VBox all = new VBox(head);
        all.getStyleClass().add("plan-actions");
        List<PlanAction> actions = phase.of(group);
        for (int i = 0; i < actions.size(); i++) {
            all.getChildren().add(action(actions.get(i), phase, i));
        }
        if (may) {
            Dragging.into(all, Dragged.Action.class,
                    action -> model.change(old -> action.into(old, number, phase)));
        }
        return all;
    }

    private Node action(PlanAction action, Phase phase, int index) {
        ActionKind kind = ActionKind.of(action);
        Button open = new Button(action.name(), new FontIcon(kind.icon()));
        open.getStyleClass().add("plan-action");
        open.setMaxWidth(Double.MAX_VALUE);
        open.setAccessibleText(texts.text("plan.action.label", texts.text(kind.key()), action.name()));
        open.setTooltip(new Tooltip(texts.text("plan.action.label", texts.text(kind.key()), action.name())));
        open.setDisable(!may);
        open.setOnAction(_ -> forms.open(number, phase, index, kind));
        HBox.setHgrow(open, Priority.ALWAYS);
        Button remove = iconButton("ci-close", texts.text("plan.action.remove", action.name()));
        remove.setDisable(!may);
        remove.setOnAction(_ -> model.change(old -> old.withoutAction(number, phase, index)));
        Label wrong = new Label();
        wrong.getStyleClass().add("fault");
        wrong.setWrapText(true);
        wrong.managedProperty().bind(wrong.textProperty().isNotEmpty());
        actionFaults.put(PlanFaults.action(number, phase, index), wrong);
        HBox line = new HBox(open, remove);
        if (may) {
            movable(open, line, new ActionPlace(number, phase, index));
        }
        return new VBox(line, wrong);
    }

    /** By the pointer, and with the shortcut key and arrows while its button has the keyboard. */
    private void movable(Button button, Node line, ActionPlace place) {
        button.setId(place.id());
        Dragging.source(button, new Dragged.Action(place));
        Dragging.beside(line, Dragged.Action.class,
                (other, behind) -> model.change(old -> other.upon(old, place, behind)));
        button.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            List<PlanGroup> groups = model.page().get().draft().groups();
            if (!key.isShortcutDown()) {
                return;
            }
            ActionPlace to = switch (key.getCode()) {
                case UP -> place.up(groups);
                case DOWN -> place.down(groups);
                case LEFT -> place.beside(groups, -1);
                case RIGHT -> place.beside(groups, 1);
                default -> null;
            };
            if (to != null) {
                key.consume();
                Scene scene = button.getScene();
                model.change(old -> old.acted(place, to));
                Optional.ofNullable(scene.lookup("#" + to.id())).ifPresent(Node::requestFocus);
            }
        });
    }

    private Node machines(PlanDraft draft, PlanGroup group) {
        VBox cards = new VBox();
        cards.getStyleClass().add("plan-machines");
        VBox.setVgrow(cards, Priority.ALWAYS);
        group.machines().forEach(machine -> cards.getChildren().add(machine(draft, machine)));
        if (group.machines().isEmpty()) {
            Label none = new Label(texts.text("plan.group.empty"));
            none.getStyleClass().add("muted");
            none.setWrapText(true);
            cards.getChildren().add(none);
        }
        return cards;
    }

    private Node machine(PlanDraft draft, UUID machine) {
        Node card = card(model, texts, machine);
        if (may) {
            Dragging.source(card, new Dragged.Machine(machine));
            Dragging.beside(card, Dragged.Machine.class,
                    (other, behind) -> model.change(old -> other.upon(old, machine, behind)));
            card.addEventHandler(KeyEvent.KEY_PRESSED, key -> move(key, machine));
            ContextMenu menu = menu(draft, machine);
            card.setOnContextMenuRequested(asked -> menu.show(card, asked.getScreenX(), asked.getScreenY()));
        }
        return card;
    }

    private void move(KeyEvent key, UUID machine) {
        if (!key.isShortcutDown()) {
            return;
        }
        switch (key.getCode()) {
            case LEFT -> model.change(old -> old.moved(machine, -1));
            case RIGHT -> model.change(old -> old.moved(machine, 1));
            case UP -> model.change(old -> old.lifted(machine, -1));
            case DOWN -> model.change(old -> old.lifted(machine, 1));
            default -> {
                return;
            }
        }
        key.consume();
    }

    private ContextMenu menu(PlanDraft draft, UUID machine) {
        ContextMenu menu = new ContextMenu();
        IntStream.range(0, draft.groups().size()).filter(other -> other != number).forEach(other -> {
            MenuItem item = new MenuItem(texts.text("plan.machine.to", draft.groups().get(other).name()));
            item.setOnAction(_ -> model.change(old -> old.placed(machine, other)));
            menu.getItems().add(item);
        });
        MenuItem out = new MenuItem(texts.text("plan.machine.out"));
        out.setOnAction(_ -> model.change(old -> old.without(machine)));
        menu.getItems().add(out);
        return menu;
    }

    /** A machine as a card that takes the keyboard. */
    static Node card(PlanViewModel model, Texts texts, UUID machine) {
        MiddleEllipsisLabel name = new MiddleEllipsisLabel(model.machine(machine));
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox card = new HBox(new FontIcon("ci-virtual-machine"), name);
        card.setId("machine-" + machine);
        card.getStyleClass().add("plan-machine");
        card.setFocusTraversable(true);
        card.setAccessibleRole(AccessibleRole.BUTTON);
        String warning = model.warning(machine);
        card.setAccessibleText(texts.text("plan.machine.label", model.machine(machine), warning));
        card.setOnMousePressed(_ -> card.requestFocus());
        if (!warning.isEmpty()) {
            StatusIcon icon = new StatusIcon(Status.WARN);
            Tooltip.install(icon, new Tooltip(warning));
            card.getChildren().add(icon);
        }
        return card;
    }
}
