package secondsite.app.dashboard;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import secondsite.api.activity.Job;
import secondsite.app.control.Donut;
import secondsite.app.control.Ink;
import secondsite.app.control.ProgressRow;
import secondsite.app.control.RpoChart;
import secondsite.app.control.Sparkline;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.StatusPill;
import secondsite.app.dashboard.DashboardViewModel.Overview;
import secondsite.app.words.JobText;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Sample;

/** The dashboard's tiles and lists. What did not change stays as it is. */
public final class DashboardView implements Arrival {

    private final DashboardViewModel model;
    private final Texts texts;
    private final Formats formats;
    private final JobText words;
    private final TickingClock clock;
    private final FirstSteps first;
    private final InvalidationListener changed = _ -> show();

    @FXML
    private VBox firstSteps;
    @FXML
    private GridPane figures;
    @FXML
    private HBox protectionHead;
    @FXML
    private Donut donut;
    @FXML
    private VBox legend;
    @FXML
    private Label rpoTarget;
    @FXML
    private Label rpoAge;
    @FXML
    private StatusIcon rpoIcon;
    @FXML
    private Label rpoMachine;
    @FXML
    private Label rpoUnknown;
    @FXML
    private Sparkline rpoLine;
    @FXML
    private Label sent;
    @FXML
    private Label written;
    @FXML
    private Sparkline sentLine;
    @FXML
    private Label ready;
    @FXML
    private VBox plans;
    @FXML
    private Label attentionCount;
    @FXML
    private VBox attention;
    @FXML
    private Label jobCount;
    @FXML
    private VBox jobs;
    @FXML
    private VBox chartBox;
    @FXML
    private VBox events;
    private RpoChart chart;
    private Overview shown;

    @Inject
    DashboardView(DashboardViewModel model, Texts texts, Formats formats, JobText words, TickingClock clock,
            FirstSteps first) {
        this.first = first;
        this.model = model;
        this.texts = texts;
        this.formats = formats;
        this.words = words;
        this.clock = clock;
    }

    @FXML
    private void initialize() {
        chart = new RpoChart(clock.zone(), formats::time, formats::duration);
        chart.setAccessibleText(texts.text("dashboard.chart.title"));
        VBox.setVgrow(chart, Priority.ALWAYS);
        chartBox.getChildren().add(chart);
        first.showIn(firstSteps, figures);
        model.anew();
        model.overview().addListener(new WeakInvalidationListener(changed));
        show();
    }

    @Override
    public void arrive(Place place) {
        model.shown(true);
    }

    @Override
    public void leave() {
        model.shown(false);
    }

    private void show() {
        Overview now = model.overview().get();
        Overview before = shown;
        shown = now;
        if (isNew(Overview::protection, before, now)) {
            protection(now.protection());
        }
        if (isNew(Overview::rpo, before, now) || isNew(Overview::samples, before, now)) {
            rpo(now);
            chart(now);
        }
        if (isNew(Overview::throughput, before, now) || isNew(Overview::samples, before, now)) {
            throughput(now);
        }
        if (isNew(Overview::readiness, before, now)) {
            readiness(now.readiness());
        }
        if (isNew(Overview::attention, before, now)) {
            attention(now.attention());
        }
        if (isNew(Overview::jobs, before, now)) {
            jobs(now.jobs());
        }
        if (isNew(Overview::events, before, now)) {
            events.getChildren()
                    .setAll(orEmpty(now.events().stream().map(this::event).toList(), "dashboard.events.none"));
        }
    }

    private static boolean isNew(Function<Overview, Object> part, Overview before, Overview now) {
        return before == null || !part.apply(before).equals(part.apply(now));
    }

    private void protection(DashboardViewModel.Protection now) {
        donut.slicesProperty()
                .set(List.of(Donut.Slice.of(Status.OK, now.well()), Donut.Slice.of(Status.WARN, now.warning()),
                        Donut.Slice.of(Status.CRIT, now.critical()), Donut.Slice.of(Status.UNKNOWN, now.unknown()),
                        Donut.Slice.of(Status.IDLE, now.unprotected())));
        donut.numberProperty().set(formats.count(now.machines()));
        donut.captionProperty().set(texts.text("dashboard.protection.machines"));
        legend.getChildren().setAll(legend(Status.OK, now.well(), "dashboard.protection.well"),
                leading("health-WARNING", legend(Status.WARN, now.warning(), "dashboard.protection.warning")),
                leading("health-CRITICAL", legend(Status.CRIT, now.critical(), "dashboard.protection.critical")),
                legend(Status.UNKNOWN, now.unknown(), "dashboard.protection.unknown"),
                leading("unprotected", legend(Status.IDLE, now.unprotected(), "dashboard.protection.unprotected")));
        if (protectionHead.getChildren().size() > 2) {
            protectionHead.getChildren().removeLast();
        }
        if (now.critical() > 0) {
            protectionHead.getChildren().add(new StatusPill(Status.CRIT,
                    texts.text("dashboard.protection.act", now.critical())));
        }
    }

    /** A click shows those machines alone. */
    private Node leading(String chip, Node line) {
        line.setOnMouseClicked(click -> {
            model.open(new Place(Screen.MACHINES, chip));
            click.consume();
        });
        return line;
    }

    private Node legend(Status status, long count, String key) {
        Label number = new Label(formats.count(count));
        number.getStyleClass().addAll("strong", "legend-number");
        Label word = new Label(texts.text(key));
        word.getStyleClass().add("muted");
        word.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(new StatusIcon(status), number, word);
        line.getStyleClass().add("legend-line");
        return line;
    }

    private void rpo(Overview now) {
        rpoTarget.setText(now.rpo().target());
        rpoAge.setText(now.rpo().age());
        rpoAge.getStyleClass().removeAll("crit", "unknown");
        if (now.rpo().status() != Status.OK) {
            rpoAge.getStyleClass().add(now.rpo().status().styleClass());
        }
        rpoIcon.setStatus(now.rpo().status());
        rpoMachine.setText(now.rpo().machine());
        rpoUnknown.setText(now.rpo().unknown() == 0
                ? ""
                : texts.text("dashboard.rpo.unknown", now.rpo().unknown()));
        rpoLine.valuesProperty().set(now.samples().stream().map(Sample::worstRpoSeconds).toList());
        rpoLine.targetProperty().set(now.rpo().targetSeconds());
        rpoLine.inkProperty().set(now.rpo().status() == Status.CRIT ? Ink.CRIT : Ink.SERIES_1);
    }

    private void throughput(Overview now) {
        sent.setText(now.throughput().sent());
        written.setText(now.throughput().written());
        sentLine.valuesProperty().set(now.samples().stream().map(sample -> (double) sample.sentPerSecond()).toList());
    }

    private void readiness(DashboardViewModel.Readiness now) {
        ready.setText(now.plans().isEmpty()
                ? texts.text("dashboard.readiness.none")
                : texts.text("dashboard.readiness.count", now.ready(), now.plans().size()));
        plans.getChildren().setAll(now.plans().stream().limit(4).map(this::plan).toList());
    }

    private Node plan(PlanReadiness plan) {
        Label name = new Label(plan.name());
        name.getStyleClass().add("strong");
        Label detail = new Label(plan.detail());
        detail.getStyleClass().add("muted");
        HBox line = new HBox(new StatusIcon(plan.status()), name, detail);
        line.getStyleClass().add("legend-line");
        return line;
    }

    private void attention(List<Attention> now) {
        attentionCount.setText(now.isEmpty() ? "" : texts.text("dashboard.attention.count", now.size()));
        attention.getChildren().setAll(orEmpty(now.stream().map(this::row).toList(), "dashboard.attention.none"));
    }

    private Node row(Attention what) {
        Label title = new Label(what.title());
        title.getStyleClass().add("strong");
        title.setWrapText(true);
        Label detail = new Label(what.detail());
        detail.getStyleClass().add("muted");
        detail.setWrapText(true);
        Label since = new Label(texts.text("dashboard.attention.since", formats.time(what.since())));
        since.getStyleClass().add("meta");
        VBox text = new VBox(title, detail, since);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(new StatusIcon(what.status()), text);
        line.getStyleClass().add("attention-line");
        if (model.canOpen(what.place())) {
            Button show = new Button(texts.text("dashboard.attention.show"));
            show.setMinWidth(Region.USE_PREF_SIZE);
            show.setAccessibleText(texts.text("dashboard.attention.show") + " " + what.title());
            show.setOnAction(_ -> model.open(what.place()));
            line.getChildren().add(show);
        }
        return line;
    }

    private void jobs(List<Job> now) {
        jobCount.setText(now.isEmpty() ? "" : texts.text("dashboard.jobs.count", now.size()));
        jobs.getChildren().setAll(orEmpty(now.stream().limit(4).map(this::row).toList(), "dashboard.jobs.none"));
    }

    private Node row(Job job) {
        return new ProgressRow(new ProgressRow.Progress(status(job), words.type(job), job.about(), words.share(job),
                words.figure(job), words.detail(job)));
    }

    private static Status status(Job job) {
        if (job.type().contains("test")) {
            return Status.TEST;
        }
        return job.problem() == null ? Status.SYNC : Status.WARN;
    }

    private void chart(Overview now) {
        if (now.samples().size() > 1) {
            List<RpoChart.Sample> samples = now.samples().stream().map(sample -> new RpoChart.Sample(sample.time(),
                    Double.isNaN(sample.worstRpoSeconds())
                            ? null
                            : Duration.ofMillis((long) (sample.worstRpoSeconds() * 1000))))
                    .toList();
            chart.dataProperty().set(new RpoChart.Data(samples.getFirst().at(), samples.getLast().at(),
                    List.of(new RpoChart.Series(Ink.SERIES_1, samples)), Double.isNaN(now.rpo().targetSeconds())
                            ? null
                            : Duration.ofSeconds((long) now.rpo().targetSeconds())));
        }
    }

    private Node event(Happening event) {
        Label time = new Label(event.time());
        time.getStyleClass().addAll("muted", "event-time");
        time.setMinWidth(Region.USE_PREF_SIZE);
        Label text = new Label(event.text());
        HBox line = new HBox(new StatusIcon(event.status()), time, text);
        line.getStyleClass().add("event-line");
        return line;
    }

    private List<Node> orEmpty(List<Node> rows, String key) {
        if (!rows.isEmpty()) {
            return rows;
        }
        Label none = new Label(texts.text(key));
        none.getStyleClass().add("muted");
        none.setWrapText(true);
        return List.of(none);
    }

    @FXML
    private void openMachines() {
        model.open(Place.of(Screen.MACHINES));
    }

    @FXML
    private void openWorst() {
        model.open(model.overview().get().rpo().place());
    }

    @FXML
    private void openPlans() {
        model.open(Place.of(Screen.PLANS));
    }

    @FXML
    private void openJobs() {
        model.open(Place.of(Screen.JOBS));
    }

    @FXML
    private void openEvents() {
        model.open(Place.of(Screen.ALERTS));
    }
}
