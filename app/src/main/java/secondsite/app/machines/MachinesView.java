package secondsite.app.machines;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.ChosenMachines;
import secondsite.app.control.RpoBar;
import secondsite.app.control.Status;
import secondsite.app.control.WrappingRow;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.table.TableState;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.table.Tables;
import secondsite.app.words.JobText;
import secondsite.app.words.MachinePlace;
import secondsite.app.words.MachineText;

/** The list of machines, and beside it the one that is chosen. */
public final class MachinesView implements Arrival {

    private static final List<Status> FROM_WORST = List.of(Status.CRIT, Status.WARN, Status.UNKNOWN, Status.OK,
            Status.IDLE);

    private final MachinesViewModel model;
    private final Actions actions;
    private final ActionControls controls;
    private final MachineInspector inspector;
    private final MachineText words;
    private final MachinePlace places;
    private final JobText jobs;
    private final Tables tables;
    private final Texts texts;
    private final Formats formats;
    // What lives longer than the view holds these weakly: the view goes with the language.
    private final ChangeListener<MachinesViewModel.Changes> changed = (_, _, now) -> take(now);
    private final InvalidationListener chosen = _ -> choose();
    private final HBox protect = new HBox();
    private final Label count = new Label();
    private ActionRow<Void> protecting;
    private ActionRow<ChosenMachines> together;
    private DataTable<MachineRow> table;

    @FXML
    private HBox toolbar;
    @FXML
    private StackPane tablePane;
    @FXML
    private HBox bulk;
    @FXML
    private ScrollPane inspectorScroll;
    @FXML
    private VBox inspectorPane;

    @Inject
    MachinesView(MachinesViewModel model, Actions actions, ActionControls controls, MachineInspector inspector,
            MachineText words, MachinePlace places, JobText jobs, Tables tables, Texts texts, Formats formats) {
        this.model = model;
        this.actions = actions;
        this.controls = controls;
        this.inspector = inspector;
        this.words = words;
        this.places = places;
        this.jobs = jobs;
        this.tables = tables;
        this.texts = texts;
        this.formats = formats;
    }

    @FXML
    private void initialize() {
        protect.getStyleClass().add("toolbar");
        toolbar.getChildren().add(protect);
        protecting = new ActionRow<>(controls, protect);
        count.getStyleClass().add("strong");
        count.setMinWidth(Region.USE_PREF_SIZE);
        var buttons = new WrappingRow();
        buttons.getStyleClass().add("bulk-actions");
        buttons.setMinWidth(0);
        HBox.setHgrow(buttons, Priority.ALWAYS);
        together = new ActionRow<>(controls, buttons);
        bulk.getChildren().setAll(count, buttons);
        table = tables.sorted("machines", MachineRow::id, columns(), chips(), "health");
        table.setOnOpen(row -> model.open(row.machine().id()));
        table.show(model.rows());
        table.selectedProperty().addListener((_, _, ids) -> model.choose(ids.stream().map(UUID::fromString).toList()));
        var menu = new ContextMenu();
        menu.setOnShowing(_ -> fill(menu));
        table.setRowMenu(menu);
        tablePane.getChildren().add(table);
        model.changes().addListener(new WeakChangeListener<>(changed));
        model.chosen().addListener(new WeakInvalidationListener(chosen));
        choose();
    }

    /** @param place names the chip by which machines are to be chosen; all that a person left stays when it names none */
    @Override
    public void arrive(Place place) {
        if (!place.parameter().isEmpty()) {
            TableState now = table.state();
            table.restore(new TableState(now.columns(), now.sorting(), "", Set.of(place.parameter())));
        }
    }

    private void take(MachinesViewModel.Changes now) {
        table.change(now.changed(), now.gone());
    }

    private List<Column<MachineRow>> columns() {
        return List.of(
                Tables.<MachineRow>status("health", texts.text("machines.column.health"), 120,
                        row -> words.healthStatus(row.machine()), row -> words.health(row.machine()))
                        .ordered(Comparator.comparing(row -> FROM_WORST.indexOf(words.healthStatus(row.machine())))),
                Column.of("name", texts.text("machines.column.name"), 160, row -> row.machine().name()),
                Column.of("site", texts.text("machines.column.site"), 130, row -> places.runsIn(row.machine())),
                Tables.<MachineRow>status("state", texts.text("machines.column.state"), 190,
                        row -> words.stateStatus(row.machine()), row -> words.state(row.machine())),
                Column.<MachineRow, Double>figure("rpo", texts.text("machines.column.rpo"), 170,
                        row -> places.rpo(row.machine()), row -> row.machine().rpoSeconds())
                        .drawn(() -> new RpoCell(places)),
                Column.of("group", texts.text("machines.column.group"), 140, row -> places.group(row.machine())),
                Column.<MachineRow>of("job", texts.text("machines.column.job"), 200, this::job)
                        .drawn(() -> new JobCell(jobs)),
                Column.<MachineRow, Integer>figure("disks", texts.text("machines.column.disks"), 80,
                        row -> formats.count(row.machine().disks()), row -> row.machine().disks()).hidden(),
                Column.<MachineRow, Long>figure("size", texts.text("machines.column.size"), 100,
                        row -> formats.size(row.machine().bytes()), row -> row.machine().bytes()).hidden(),
                Column.<MachineRow>of("host", texts.text("machines.column.host"), 170,
                        row -> said(row.machine().hostName())).hidden(),
                Column.<MachineRow>of("system", texts.text("machines.column.system"), 200,
                        row -> said(row.machine().operatingSystem())).hidden());
    }

    private static String said(String text) {
        return text == null ? "" : text;
    }

    private String job(MachineRow row) {
        return row.job() == null ? "" : jobs.type(row.job()) + " " + jobs.figure(row.job());
    }

    private List<Chip<MachineRow>> chips() {
        return List.of(health(Status.CRIT, "CRITICAL"), health(Status.WARN, "WARNING"), life("working", Status.SYNC),
                life("test", Status.TEST), life("over", Status.OVER),
                new Chip<>("unprotected", "life", texts.text("machines.chip.unprotected"), Status.IDLE,
                        row -> !MachinePlace.isProtected(row.machine())));
    }

    private Chip<MachineRow> health(Status status, String level) {
        return new Chip<>("health-" + level, "health", texts.text("machine.health." + level), status,
                row -> level.equals(row.machine().health()));
    }

    private Chip<MachineRow> life(String id, Status status) {
        return new Chip<>(id, "life", texts.text("machines.chip." + id), status,
                row -> words.stateStatus(row.machine()) == status);
    }

    private void choose() {
        protecting.show(List.of(actions.action("add-agents", Void.class), actions.action("protect", Void.class)), null);
        Optional<ChosenMachines> several = model.several();
        bulk.setVisible(several.isPresent());
        bulk.setManaged(several.isPresent());
        several.ifPresent(this::bulk);
        Optional<ChosenMachine> one = model.one();
        inspectorScroll.setVisible(one.isPresent());
        inspectorScroll.setManaged(one.isPresent());
        one.ifPresent(machine -> inspector.show(inspectorPane, machine));
    }

    private void bulk(ChosenMachines machines) {
        count.setText(texts.text("machines.bulk.count", machines.machines().size()));
        together.show(actions.of(ChosenMachines.class), machines);
    }

    private void fill(ContextMenu menu) {
        menu.getItems().clear();
        model.one().ifPresent(machine -> actions.of(ChosenMachine.class)
                .forEach(action -> menu.getItems().add(controls.item(action, machine))));
        model.several().ifPresent(machines -> actions.of(ChosenMachines.class)
                .forEach(action -> menu.getItems().add(controls.item(action, machines))));
    }

    /** How old its newest recovery point is, by what is allowed. */
    private static final class RpoCell implements Column.Cell<MachineRow> {

        private final MachinePlace words;
        private final RpoBar bar = new RpoBar();

        RpoCell(MachinePlace words) {
            this.words = words;
        }

        @Override
        public RpoBar node() {
            return bar;
        }

        @Override
        public void show(MachineRow row) {
            MachineSummary machine = row.machine();
            double share = machine.rpoSeconds() == null
                    ? Double.NaN
                    : machine.rpoSeconds() / words.target(machine);
            bar.show(words.rpo(machine), share, MachinePlace.rpoStatus(share));
        }
    }

    /** How far the job is that works on it. */
    private static final class JobCell implements Column.Cell<MachineRow> {

        private final JobText jobs;
        private final Label type = new Label();
        private final ProgressBar bar = new ProgressBar();
        private final Label figure = new Label();
        private final HBox line = new HBox(type, bar, figure);

        JobCell(JobText jobs) {
            this.jobs = jobs;
            line.getStyleClass().addAll("legend-line", "running-job");
            HBox.setHgrow(type, Priority.SOMETIMES);
            bar.setPrefWidth(56);
            bar.setMinWidth(40);
            figure.setMinWidth(Region.USE_PREF_SIZE);
        }

        @Override
        public HBox node() {
            return line;
        }

        @Override
        public void show(MachineRow row) {
            line.setVisible(row.job() != null);
            if (row.job() != null) {
                type.setText(jobs.type(row.job()));
                bar.setProgress(jobs.share(row.job()));
                figure.setText(jobs.figure(row.job()));
            }
        }
    }
}
