package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.control.FaultPanel;
import secondsite.app.control.Status;
import secondsite.app.control.StatusPill;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.session.LiveModel;
import secondsite.app.table.Tables;

/** How agents get on that are installed, upgraded, rolled back or removed: a row for each machine, and beside it all that is known of one. */
public final class InstallationsView implements Arrival {

    private final InstallationsViewModel model;
    private final InstallationWords words;
    private final CheckList checks;
    private final Tables tables;
    private final Actions actions;
    private final ActionControls controls;
    private final LiveModel live;
    private final Formats formats;
    private final Texts texts;
    private final InvalidationListener changed = _ -> show();
    private DataTable<Installation> table;
    private ActionRow<ChosenBatch> offered;
    private Installation detailed;

    @FXML
    private Label problem;
    @FXML
    private HBox head;
    @FXML
    private HBox buttons;
    @FXML
    private StackPane tablePane;
    @FXML
    private ScrollPane detailScroll;
    @FXML
    private VBox detail;

    @Inject
    InstallationsView(InstallationsViewModel model, InstallationWords words, CheckList checks, Tables tables,
            Actions actions, ActionControls controls, LiveModel live, Formats formats, Texts texts) {
        this.model = model;
        this.words = words;
        this.checks = checks;
        this.tables = tables;
        this.actions = actions;
        this.controls = controls;
        this.live = live;
        this.formats = formats;
        this.texts = texts;
    }

    @FXML
    private void initialize() {
        problem.textProperty().bind(model.problem());
        problem.visibleProperty().bind(model.problem().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        offered = new ActionRow<>(controls, buttons);
        table = tables.table("installations", one -> one.id().toString(), columns(), chips());
        table.setOnOpen(model::openJob);
        table.selectedProperty().addListener((_, _, _) -> detail());
        tablePane.getChildren().add(table);
        model.all().addListener(new WeakInvalidationListener(changed));
        live.freshness().addListener(new WeakInvalidationListener(changed));
        show();
    }

    /** The parameter is the id of what was ordered together, or nothing for all. */
    @Override
    public void arrive(Place place) {
        model.show(place.parameter().isEmpty() ? null : UUID.fromString(place.parameter()));
    }

    @Override
    public void leave() {
        model.leave();
    }

    private void show() {
        List<Installation> all = model.all().get();
        table.show(all);
        head.getChildren().setAll(counts(all));
        model.batch().ifPresentOrElse(batch -> offered.show(actions.of(ChosenBatch.class), batch), offered::clear);
        detail();
    }

    private List<Node> counts(List<Installation> all) {
        List<Node> pills = new ArrayList<>();
        pill(pills, all.stream().filter(each -> !each.state().over()).count(), Status.SYNC, "installations.running");
        pill(pills, all.stream().filter(each -> each.state() == JobState.DONE).count(), Status.OK,
                "installations.done");
        pill(pills, all.stream().filter(each -> each.state() == JobState.FAILED).count(), Status.CRIT,
                "installations.failed");
        pill(pills, all.stream().filter(each -> each.state() == JobState.CANCELLED).count(), Status.UNKNOWN,
                "installations.cancelled");
        return pills;
    }

    private void pill(List<Node> pills, long count, Status status, String key) {
        if (count > 0) {
            pills.add(new StatusPill(status, texts.text(key, count)));
        }
    }

    private List<Column<Installation>> columns() {
        return List.of(
                Tables.status("state", texts.text("installations.state"), 110, InstallationWords::status,
                        words::state),
                Column.of("address", texts.text("infrastructure.address"), 150, Installation::address),
                Column.of("agent", texts.text("infrastructure.agent"), 120, each -> orEmpty(each.name())),
                Column.of("action", texts.text("installations.action"), 100, words::action),
                Column.of("step", texts.text("installations.step"), 200, words::step),
                Column.of("message", texts.text("installations.message"), 290, words::happened),
                Column.of("version", texts.text("infrastructure.version"), 80, each -> orEmpty(each.version())),
                Column.<Installation>of("begun", texts.text("jobs.fact.begun"), 120, each -> formats.time(each.begun()))
                        .ordered(Comparator.comparing(Installation::begun)),
                Column.<Installation>of("server", texts.text("infrastructure.kind.process-server"), 140,
                        each -> orEmpty(each.processServer())).hidden(),
                Column.<Installation>of("who", texts.text("jobs.fact.who"), 120, each -> orEmpty(each.who())).hidden());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private List<Chip<Installation>> chips() {
        return List.of(
                new Chip<>("open", "state", texts.text("installations.chip.running"), Status.SYNC,
                        each -> !each.state().over()),
                new Chip<>("failed", "state", texts.text("installations.chip.failed"), Status.CRIT,
                        each -> each.state() == JobState.FAILED),
                new Chip<>("done", "state", texts.text("installations.chip.done"), Status.OK,
                        each -> each.state() == JobState.DONE));
    }

    private void detail() {
        List<Installation> chosen = table.selectedRows();
        Installation now = chosen.size() == 1 ? chosen.getFirst() : null;
        detailScroll.setVisible(now != null);
        detailScroll.setManaged(now != null);
        if (now == null || Objects.equals(now, detailed)) {
            return;
        }
        detailed = now;
        Label title = new Label(now.name() == null ? now.address() : now.name());
        title.getStyleClass().add("card-title");
        List<Node> shown = new ArrayList<>(
                List.of(title, new StatusPill(InstallationWords.status(now), words.state(now)),
                        fact("infrastructure.address", now.address() + ":" + now.port()),
                        fact("infrastructure.version", versions(now))));
        if (now.system() != null) {
            shown.add(fact("infrastructure.system", now.system()));
        }
        if (now.hostKey() != null) {
            shown.add(fact("installations.key", now.hostKey()));
        }
        shown.add(links(now));
        boolean failing = now.problem() != null && now.state() != JobState.DONE;
        if (failing) {
            shown.add(fault(now));
        }
        shown.addAll(checks.rows(now, failing ? now.problem().code() : null));
        detail.getChildren().setAll(shown);
        detailScroll.setVvalue(0);
    }

    private String versions(Installation one) {
        String before = one.versionBefore() == null ? texts.text("installations.no-version") : one.versionBefore();
        String now = one.version() == null ? texts.text("installations.no-version") : one.version();
        return before.equals(now) ? now : texts.text("install.reached.from-to", before, now);
    }

    private Node links(Installation one) {
        var job = new Button(texts.text("installations.job", Long.toString(one.job())), new FontIcon("ci-task"));
        job.setId("installation-job");
        job.setOnAction(_ -> model.openJob(one));
        var line = new HBox(job);
        line.getStyleClass().add("tools");
        if (model.batch().isEmpty()) {
            var together = new Button(texts.text("installations.together"), new FontIcon("ci-list"));
            together.setId("installation-batch");
            together.setOnAction(_ -> model.openBatch(one));
            line.getChildren().add(together);
        }
        return line;
    }

    private Node fault(Installation one) {
        var known = words.text(one.problem().code());
        return new FaultPanel(
                new FaultPanel.Fault(InstallationWords.status(one), words.happened(one),
                        known.map(ErrorText::cause).orElse(""), words.evidence(one),
                        known.map(ErrorText::action).orElse("")),
                new FaultPanel.Words(texts.text("fault.cause"), texts.text("fault.evidence"),
                        texts.text("fault.action")),
                List.of());
    }

    private Node fact(String key, String value) {
        Label name = new Label(texts.text(key));
        name.getStyleClass().add("meta");
        Label said = new Label(value);
        said.setWrapText(true);
        return new VBox(name, said);
    }
}
