package secondsite.app.topology;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.ChosenMachine;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.StatusPill;
import secondsite.app.control.topology.LayeredLayout;
import secondsite.app.control.topology.Topology;
import secondsite.app.control.topology.TopologyCanvas;
import secondsite.app.dialog.Dialogs;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;

/** The picture or its table; beside it what was chosen, and what can be done with it. */
public final class TopologyView implements Arrival {

    /** In the order of the bar. */
    private static final List<Status> FILTERS = List.of(Status.OK, Status.WARN, Status.CRIT, Status.SYNC, Status.TEST,
            Status.OVER, Status.IDLE, Status.UNKNOWN);

    private final TopologyViewModel model;
    private final ActionControls controls;
    private final Tasks tasks;
    private final Texts texts;
    private final Formats formats;
    private final Dialogs dialogs;
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener counted = _ -> chips();
    private final InvalidationListener chosen = _ -> inspect();
    private TopologyCanvas canvas;
    private TopologyTable table;
    private ActionRow<ChosenMachine> offered;

    @FXML
    private FlowPane chips;
    @FXML
    private Label zoom;
    @FXML
    private Button zoomIn;
    @FXML
    private Button zoomOut;
    @FXML
    private Button fit;
    @FXML
    private Button export;
    @FXML
    private ToggleButton asTable;
    @FXML
    private StackPane picture;
    @FXML
    private FlowPane legend;
    @FXML
    private VBox inspector;
    @FXML
    private Label name;
    @FXML
    private Label place;
    @FXML
    private StatusPill pill;
    @FXML
    private VBox facts;
    @FXML
    private Button open;
    @FXML
    private VBox commands;
    @FXML
    private Label nothing;

    @Inject
    TopologyView(TopologyViewModel model, ActionControls controls, Tasks tasks, Texts texts, Formats formats,
            Dialogs dialogs) {
        this.dialogs = dialogs;
        this.model = model;
        this.controls = controls;
        this.tasks = tasks;
        this.texts = texts;
        this.formats = formats;
    }

    @FXML
    private void initialize() {
        canvas = new TopologyCanvas(new LayeredLayout(), work -> tasks.run(() -> {
            work.run();
            return null;
        }, _ -> {
        }, _ -> {
        }));
        canvas.setId("topology-canvas");
        offered = new ActionRow<>(controls, commands);
        canvas.selectedProperty().addListener((_, _, id) -> model.choose(id));
        canvas.setOnOpen(model::open);
        canvas.setOnMenu(asked -> menu().ifPresent(menu -> menu.show(canvas, asked.screenX(), asked.screenY())));
        table = new TopologyTable(texts, model::word, model::choose, model::open);
        table.view().setVisible(false);
        picture.getChildren().setAll(canvas, table.view());
        canvas.zoomProperty().addListener((_, _, now) -> zoom.setText(formats.percent(now.doubleValue())));
        FILTERS.forEach(status -> legend.getChildren().add(word(status)));
        model.topology().addListener(new WeakInvalidationListener(changed));
        model.counts().addListener(new WeakInvalidationListener(counted));
        model.chosen().addListener(new WeakInvalidationListener(chosen));
        model.anew();
        show();
        chips();
        inspect();
    }

    private Node word(Status status) {
        Label word = new Label(model.word(status), new StatusIcon(status));
        word.getStyleClass().add("muted");
        return word;
    }

    @Override
    public void arrive(Place there) {
        model.shown(true);
    }

    @Override
    public void leave() {
        model.shown(false);
    }

    private void show() {
        if (model.topology().get() != Topology.EMPTY) {
            canvas.show(model.topology().get());
        }
        if (table.view().isVisible()) {
            table.show(model.topology().get(), model.chosen().get().id());
        }
    }

    private void chips() {
        TopologyViewModel.Counts counts = model.counts().get();
        chips.getChildren().setAll(chip(null, texts.text("topology.filter.all", counts.all())));
        FILTERS.stream().filter(status -> counts.of().containsKey(status) || status == model.filter().get())
                .forEach(status -> chips.getChildren().add(chip(status, texts.text("topology.filter.some",
                        counts.of().getOrDefault(status, 0), model.word(status)))));
    }

    private Node chip(Status status, String said) {
        ToggleButton chip = new ToggleButton(said);
        chip.setId(status == null ? "filter-all" : "filter-" + status.styleClass());
        if (status != null) {
            chip.setGraphic(new StatusIcon(status));
        }
        chip.setSelected(model.filter().get() == status);
        chip.setMinWidth(ToggleButton.USE_PREF_SIZE);
        chip.setOnAction(_ -> model.show(chip.isSelected() ? status : null));
        return chip;
    }

    private void inspect() {
        TopologyViewModel.Chosen now = model.chosen().get();
        boolean some = !now.id().isEmpty();
        nothing.setVisible(!some);
        nothing.setManaged(!some);
        inspector.getChildren().stream().filter(node -> node != nothing).forEach(node -> {
            node.setVisible(some);
            node.setManaged(some);
        });
        name.setText(now.name());
        place.setText(now.place());
        pill.show(now.status(), now.word());
        facts.getChildren().setAll(now.facts().stream().map(TopologyView::fact).toList());
        open.setVisible(some && !"group".equals(now.kind()));
        if (now.machine() == null) {
            offered.clear();
        } else {
            offered.show(model.actions(), now.machine());
        }
    }

    private static Node fact(TopologyViewModel.Fact fact) {
        Label word = new Label(fact.name());
        word.getStyleClass().add("meta");
        Label value = new Label(fact.value());
        value.setWrapText(true);
        VBox line = new VBox(word, value);
        line.getStyleClass().add("fact");
        return line;
    }

    private Optional<ContextMenu> menu() {
        ChosenMachine machine = model.chosen().get().machine();
        if (machine == null) {
            return Optional.empty();
        }
        ContextMenu menu = new ContextMenu();
        model.actions().forEach(action -> menu.getItems().add(controls.item(action, machine)));
        return Optional.of(menu);
    }

    @FXML
    private void zoomIn() {
        canvas.zoomIn();
    }

    @FXML
    private void zoomOut() {
        canvas.zoomOut();
    }

    @FXML
    private void fit() {
        canvas.fit();
    }

    @FXML
    private void switchTable() {
        boolean now = asTable.isSelected();
        table.view().setVisible(now);
        canvas.setVisible(!now);
        List.of(zoomIn, zoomOut, fit).forEach(button -> button.setDisable(now));
        export.setVisible(now);
        export.setManaged(now);
        if (now) {
            table.show(model.topology().get(), model.chosen().get().id());
        } else if (!model.chosen().get().id().isEmpty()) {
            canvas.selectedProperty().set(model.chosen().get().id());
        }
    }

    @FXML
    private void export() {
        dialogs.save("topology.csv", table.csv());
    }

    @FXML
    private void openChosen() {
        model.open(model.chosen().get().id());
    }
}
