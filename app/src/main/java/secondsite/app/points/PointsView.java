package secondsite.app.points;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.UnreachedDisk;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.ChosenPoint;
import secondsite.app.control.Facts;
import secondsite.app.control.Status;
import secondsite.app.control.StatusPill;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.timeline.History;
import secondsite.app.control.timeline.PointTimeline;
import secondsite.app.control.timeline.TimeWindow;
import secondsite.app.control.timeline.TimelineTexts;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.table.Tables;
import secondsite.app.fx.TickingClock;

/** The recovery points of the machine whose page is shown. */
public final class PointsView {

    /** Actions on the machine that belong to its points. */
    private static final List<String> MAKING = List.of("bookmark", "app-point");

    private final PointsViewModel model;
    private final Actions actions;
    private final ActionControls controls;
    private final Texts texts;
    private final Formats formats;
    private final TickingClock clock;
    private final Tables tables;
    private final PointHistory histories;
    // What lives longer than the view holds these weakly: the view goes with the language.
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener chosen = _ -> choose();
    private final InvalidationListener ticked = _ -> age();
    private final Label age = new Label();
    private final VBox said = new VBox();
    private final HBox buttons = new HBox();
    private ActionRow<ChosenMachine> makes;
    private ActionRow<ChosenPoint> does;
    private DataTable<MachinePoint> table;
    private PointTimeline timeline;
    private PointsViewModel.Window drawn;

    @FXML
    private HBox windows;
    @FXML
    private Label fault;
    @FXML
    private Label range;
    @FXML
    private StackPane timelinePane;
    @FXML
    private StackPane tablePane;
    @FXML
    private Label count;
    @FXML
    private HBox making;
    @FXML
    private VBox selectedPane;

    @Inject
    PointsView(PointsViewModel model, Actions actions, ActionControls controls, Texts texts, Formats formats,
            TickingClock clock, Tables tables, PointHistory histories) {
        this.model = model;
        this.actions = actions;
        this.controls = controls;
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
        this.tables = tables;
        this.histories = histories;
    }

    @FXML
    private void initialize() {
        var group = new ToggleGroup();
        for (PointsViewModel.Window window : PointsViewModel.Window.values()) {
            var button = new ToggleButton(texts.text("points.window." + window));
            button.setToggleGroup(group);
            button.setSelected(model.window().get() == window);
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.window().set(window);
            });
            windows.getChildren().add(button);
        }
        table = tables.sorted("points", PointsViewModel::key, columns(), chips(), "time");
        table.selectedProperty().addListener((_, _, ids) -> picked(ids));
        tablePane.getChildren().add(table);
        timeline = new PointTimeline(
                new TimelineTexts(texts.text("points.lane.writes"), texts.text("points.lane.crash"),
                        texts.text("points.lane.application"), texts.text("points.lane.bookmarks"),
                        texts.text("points.lane.events"), clock.zone(), formats::minute, formats::time));
        timeline.setId("points-timeline");
        timeline.pointProperty().addListener((_, _, point) -> {
            if (point != null) {
                model.select(point.id());
            }
        });
        timelinePane.getChildren().add(timeline);
        makes = new ActionRow<>(controls, making);
        does = new ActionRow<>(controls, buttons);
        said.getStyleClass().add("card-body");
        buttons.getStyleClass().add("buttons");
        VBox.setVgrow(said, Priority.ALWAYS);
        selectedPane.getChildren().setAll(said, buttons);
        fault.textProperty().bind(model.fault());
        fault.visibleProperty().bind(model.fault().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        model.told().addListener(new WeakInvalidationListener(changed));
        model.selected().addListener(new WeakInvalidationListener(chosen));
        clock.now().addListener(new WeakInvalidationListener(ticked));
        show();
        choose();
    }

    private void picked(Set<String> ids) {
        if (ids.size() == 1) {
            model.select(ids.iterator().next());
        }
    }

    private List<Column<MachinePoint>> columns() {
        return List.of(
                Column.<MachinePoint, Instant>figure("time", texts.text("points.column.time"), 150,
                        point -> formats.time(point.time()), MachinePoint::time)
                        .ordered((one, other) -> other.time().compareTo(one.time())),
                Column.<MachinePoint, Instant>figure("age", texts.text("points.column.age"), 110,
                        point -> formats.ago(point.time()), MachinePoint::time)
                        .ordered((one, other) -> other.time().compareTo(one.time())),
                Column.of("kind", texts.text("points.column.kind"), 140, this::kind),
                Column.of("label", texts.text("points.column.label"), 120, PointsView::label),
                Column.of("verified", texts.text("points.column.verified"), 95,
                        point -> point.verified() ? texts.text("points.verified") : ""),
                Column.of("complete", texts.text("points.column.complete"), 100,
                        point -> point.complete() ? texts.text("points.complete") : lacking(point)),
                Column.<MachinePoint, Long>figure("size", texts.text("points.column.size"), 100,
                        point -> formats.size(point.sizeSince()), MachinePoint::sizeSince));
    }

    private List<Chip<MachinePoint>> chips() {
        return List.of(
                new Chip<>("app", "kind", texts.text("points.kind.app-consistent"), null,
                        point -> "app-consistent".equals(point.kind())),
                new Chip<>("bookmark", "kind", texts.text("points.kind.bookmark"), null,
                        point -> "bookmark".equals(point.kind())),
                new Chip<>("pinned", "pinned", texts.text("points.pinned"), null, MachinePoint::pinned));
    }

    private String kind(MachinePoint point) {
        return texts.textOr("points.kind." + point.kind(), point.kind());
    }

    private static String label(MachinePoint point) {
        String label = point.label() == null ? "" : point.label();
        return label.isEmpty() && point.pinLabel() != null ? point.pinLabel() : label;
    }

    private String lacking(MachinePoint point) {
        return texts.text("points.lacking", point.lacking().size());
    }

    private void show() {
        PointsViewModel.Told told = model.told().get();
        table.show(told == null ? List.of() : told.points());
        if (told != null) {
            draw(told);
        }
        count.setText(told == null
                ? ""
                : texts.text("points.count", told.points().size(),
                        told.points().stream().filter(point -> "app-consistent".equals(point.kind())).count()));
        range.setText(told == null ? "" : range(told));
        model.machine().ifPresentOrElse(machine -> makes.show(
                MAKING.stream().map(id -> actions.action(id, ChosenMachine.class)).toList(), machine), makes::clear);
        choose();
    }

    /** Whoever sees all goes on to see all; whoever has zoomed stays where he is until he chooses another time. */
    private void draw(PointsViewModel.Told told) {
        History before = timeline.historyProperty().get();
        TimeWindow seen = timeline.windowProperty().get();
        boolean whole = before == null || seen == null
                || seen.from().equals(before.from()) && seen.to().equals(before.to());
        if (whole || drawn != model.window().get()) {
            timeline.windowProperty().set(null);
        }
        drawn = model.window().get();
        timeline.historyProperty().set(histories.of(told));
    }

    private String range(PointsViewModel.Told told) {
        if (!told.all().unreached().isEmpty()) {
            return texts.text("points.unreached",
                    String.join(", ", told.all().unreached().stream().map(UnreachedDisk::name).toList()));
        }
        return told.all().moments().isEmpty()
                ? texts.text("points.moments.none")
                : texts.text("points.moments", formats.time(told.all().moments().getFirst().from()),
                        formats.time(told.all().moments().getLast().to()));
    }

    private void choose() {
        Optional<ChosenPoint> now = model.chosen();
        Label head = new Label(texts.text("points.selected"));
        head.getStyleClass().add("card-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(head, space);
        line.getStyleClass().add("card-head");
        said.getChildren().setAll(line);
        if (now.isEmpty()) {
            does.clear();
            Label none = new Label(texts.text("points.selected.none"));
            none.getStyleClass().add("muted");
            none.setWrapText(true);
            said.getChildren().add(none);
            return;
        }
        if (now.get().point().verified()) {
            line.getChildren().add(new StatusPill(Status.OK, texts.text("points.verified")));
        }
        said.getChildren().addAll(chosen(now.get()));
        does.show(actions.of(ChosenPoint.class), now.get());
        String key = PointsViewModel.key(now.get().point());
        if (!table.selectedProperty().get().equals(Set.of(key))) {
            table.select(List.of(key));
        }
        if (timeline.historyProperty().get() != null) {
            timeline.choose(key);
        }
    }

    private List<Node> chosen(ChosenPoint chosen) {
        MachinePoint point = chosen.point();
        Label time = new Label(formats.fullTime(point.time()));
        time.setWrapText(true);
        time.setId("points-selected-time");
        time.getStyleClass().addAll("kpi", "words");
        age.getStyleClass().setAll("label", "strong");
        age();
        Facts facts = new Facts().add(texts.text("points.fact.lost"), age)
                .add(texts.text("points.fact.kind"), kind(point))
                .add(texts.text("points.fact.size"), formats.size(point.sizeSince()))
                .add(texts.text("points.fact.disks"),
                        point.complete() ? texts.text("points.complete") : lacking(point));
        if (!label(point).isEmpty()) {
            facts.add(texts.text("points.fact.label"), label(point));
        }
        facts.add(texts.text("points.fact.pinned"),
                texts.text(point.pinned() ? "points.pinned.until" : "points.pinned.not"));
        var newer = new Hyperlink(texts.text("points.newer"));
        newer.setOnAction(_ -> model.selectNewest());
        newer.setVisible(model.newerThanSelected());
        newer.setManaged(newer.isVisible());
        return List.of(time, facts, newer);
    }

    private void age() {
        MachinePoint point = model.selected().get();
        age.setText(point == null
                ? ""
                : formats.duration(Math.max(0, Duration.between(point.time(), clock.now().get()).toSeconds())));
    }
}
