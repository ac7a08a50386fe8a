package secondsite.app.alerts;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import secondsite.api.activity.Alert;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.control.FaultPanel;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;
import secondsite.app.table.Tables;
import secondsite.app.words.EventText;

/** Alerts with what is said of the chosen one, and events. */
public final class AlertsView {

    private final AlertsViewModel model;
    private final Formats formats;
    private final Texts texts;
    private final Tables tables;
    private final Actions actions;
    private final ActionControls controls;
    private final LiveModel live;
    private final EventText words;
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener happened = _ -> showEvents();
    private DataTable<Alert> table;
    private DataTable<Event> past;
    private ActionRow<Alert> offered;

    @FXML
    private VBox alerts;
    @FXML
    private VBox inspector;
    @FXML
    private VBox commands;
    @FXML
    private CheckBox closedToo;
    @FXML
    private VBox events;

    @Inject
    AlertsView(AlertsViewModel model, Formats formats, Texts texts, Tables tables, Actions actions,
            ActionControls controls, LiveModel live, EventText words) {
        this.words = words;
        this.model = model;
        this.formats = formats;
        this.texts = texts;
        this.tables = tables;
        this.actions = actions;
        this.controls = controls;
        this.live = live;
    }

    @FXML
    private void initialize() {
        table = tables.table("alerts", alert -> Long.toString(alert.id()), columns(),
                chips(Alert::severity, List.of(Severity.CRITICAL, Severity.WARNING)));
        table.setOnOpen(model::open);
        offered = new ActionRow<>(controls, commands);
        table.selectedProperty().addListener(_ -> inspect());
        VBox.setVgrow(table, Priority.ALWAYS);
        alerts.getChildren().addFirst(table);
        closedToo.selectedProperty().bindBidirectional(model.closedToo());
        past = tables.table("events", event -> Long.toString(event.id()), eventColumns(),
                chips(Event::severity, List.of(Severity.CRITICAL, Severity.WARNING, Severity.INFORMATION)));
        past.setOnOpen(model::open);
        VBox.setVgrow(past, Priority.ALWAYS);
        events.getChildren().addFirst(past);
        model.alerts().addListener(new WeakInvalidationListener(changed));
        model.events().addListener(new WeakInvalidationListener(happened));
        live.freshness().addListener(new WeakInvalidationListener(changed));
        show();
        showEvents();
    }

    private void show() {
        table.show(model.alerts().get());
        inspect();
    }

    private void showEvents() {
        past.show(model.events().get());
    }

    @FXML
    private void askOlder() {
        model.askOlder();
    }

    private void inspect() {
        List<Alert> chosen = table.selectedRows();
        if (chosen.size() == 1) {
            inspector.getChildren().setAll(said(chosen.getFirst()));
            offered.show(actions.of(Alert.class), chosen.getFirst());
        } else {
            inspector.getChildren().setAll(nothing());
            offered.clear();
        }
    }

    private Node nothing() {
        Label none = new Label(texts.text("alerts.choose"));
        none.getStyleClass().add("muted");
        none.setWrapText(true);
        return none;
    }

    private List<Node> said(Alert alert) {
        AlertsViewModel.Explained said = model.explained(alert);
        List<Node> lines = new ArrayList<>();
        Label title = new Label(alert.about());
        title.getStyleClass().add("card-title");
        lines.add(title);
        lines.add(new FaultPanel(
                new FaultPanel.Fault(Severities.status(alert.severity()), said.happened(), said.cause(),
                        said.evidence(), said.action()),
                new FaultPanel.Words(texts.text("fault.cause"), texts.text("fault.evidence"),
                        texts.text("fault.action")),
                List.of()));
        lines.add(line(texts.text("alerts.since", formats.time(alert.raised()), formats.time(alert.seen()))));
        if (alert.acknowledged() != null) {
            Alert.Acknowledgement by = alert.acknowledged();
            lines.add(line(texts.text("alerts.acknowledged.at", by.who(), formats.time(by.time()))));
            if (by.note() != null && !by.note().isEmpty()) {
                lines.add(line(by.note()));
            }
        }
        if (alert.mutedUntil() != null) {
            lines.add(line(texts.text("alerts.muted", formats.time(alert.mutedUntil()))));
        }
        return lines;
    }

    private static Label line(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private <R> List<Chip<R>> chips(Function<R, Severity> severity, List<Severity> offered) {
        return offered.stream().map(each -> new Chip<R>(each.name(), "severity", texts.text(Severities.key(each)),
                Severities.status(each), row -> severity.apply(row) == each)).toList();
    }

    private List<Column<Alert>> columns() {
        return List.of(
                Tables.status("severity", texts.text("alerts.column.severity"), 120,
                        alert -> Severities.status(alert.severity()),
                        alert -> texts.text(Severities.key(alert.severity()))),
                Column.of("about", texts.text("alerts.column.about"), 120, Alert::about),
                Column.of("happened", texts.text("alerts.column.happened"), 250, model::happened),
                Column.of("detail", texts.text("alerts.column.detail"), 150,
                        model::detail),
                Column.<Alert>of("raised", texts.text("alerts.column.raised"), 90,
                        alert -> formats.time(alert.raised())).ordered(Comparator.comparing(Alert::raised)),
                Column.of("state", texts.text("alerts.column.state"), 115, this::state),
                Column.<Alert, Long>figure("times", texts.text("alerts.column.times"), 70,
                        alert -> formats.count(alert.times()), Alert::times).hidden());
    }

    private String state(Alert alert) {
        if (!alert.open()) {
            return texts.text("alerts.state.over");
        }
        return alert.acknowledged() == null
                ? texts.text("alerts.state.new")
                : texts.text("alerts.state.acknowledged", alert.acknowledged().who());
    }

    private List<Column<Event>> eventColumns() {
        return List.of(
                Column.<Event>of("time", texts.text("events.column.time"), 170, event -> formats.time(event.time()))
                        .ordered(Comparator.comparingLong(Event::id)),
                Tables.status("severity", texts.text("alerts.column.severity"), 120,
                        event -> Severities.status(event.severity()),
                        event -> texts.text(Severities.key(event.severity()))),
                Column.of("about", texts.text("alerts.column.about"), 160,
                        event -> event.about() == null ? "" : event.about()),
                Column.of("said", texts.text("events.column.said"), 330, model::said),
                Column.of("detail", texts.text("events.column.detail"), 360,
                        words::detail),
                Column.<Event>of("type", texts.text("events.column.type"), 140, Event::type).hidden());
    }
}
