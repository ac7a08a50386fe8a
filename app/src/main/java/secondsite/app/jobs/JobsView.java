package secondsite.app.jobs;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.control.Status;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;
import secondsite.app.table.SelectionBar;
import secondsite.app.table.Tables;
import secondsite.app.words.JobStatus;
import secondsite.app.words.JobText;

/** The list of jobs. */
public final class JobsView {

    private final JobsViewModel model;
    private final JobText words;
    private final Formats formats;
    private final Texts texts;
    private final Tables tables;
    private final Actions actions;
    private final ActionControls controls;
    private final LiveModel live;
    private final InvalidationListener changed = _ -> show();
    private DataTable<Job> table;
    private SelectionBar<Job> bar;

    @FXML
    private VBox root;

    @Inject
    JobsView(JobsViewModel model, JobText words, Formats formats, Texts texts, Tables tables, Actions actions,
            ActionControls controls, LiveModel live) {
        this.model = model;
        this.words = words;
        this.formats = formats;
        this.texts = texts;
        this.tables = tables;
        this.actions = actions;
        this.controls = controls;
        this.live = live;
    }

    @FXML
    private void initialize() {
        table = tables.sorted("jobs", job -> Long.toString(job.number()), columns(), chips(), "number");
        table.setOnOpen(model::open);
        bar = new SelectionBar<>(table, actions.of(Job.class), controls);
        bar.watch(live.freshness());
        VBox.setVgrow(table, Priority.ALWAYS);
        root.getChildren().addAll(table, bar);
        model.jobs().addListener(new WeakInvalidationListener(changed));
        show();
    }

    private void show() {
        table.show(model.jobs().stream().sorted(JobText.order()).toList());
        bar.show();
    }

    private List<Column<Job>> columns() {
        return List.of(Tables.status("state", texts.text("jobs.column.state"), 140, JobStatus::of, words::state),
                Column.<Job, Long>figure("number", texts.text("jobs.column.number"), 90,
                        job -> Long.toString(job.number()), Job::number).ordered(JobText.order()),
                Column.of("type", texts.text("jobs.column.type"), 190, words::type),
                Column.of("about", texts.text("jobs.column.about"), 130, JobsView::about),
                Column.figure("progress", texts.text("jobs.column.progress"), 110, this::progress, words::share),
                Column.of("detail", texts.text("jobs.column.detail"), 180, words::detail),
                Column.of("who", texts.text("jobs.column.who"), 140, words::who),
                Column.<Job>of("begun", texts.text("jobs.column.begun"), 110, job -> formats.time(job.begun()))
                        .ordered(Comparator.comparing(Job::begun)),
                Column.figure("length", texts.text("jobs.column.length"), 90,
                        job -> formats.duration(Math.floor(model.length(job).toMillis() / 1000.0)), model::length));
    }

    private static String about(Job job) {
        return job.about() == null ? "" : job.about();
    }

    private String progress(Job job) {
        double share = words.share(job);
        return job.state().over() || share < 0 ? "" : formats.percent(share);
    }

    private List<Chip<Job>> chips() {
        return List.of(new Chip<>("open", "state", texts.text("jobs.chip.open"), Status.SYNC,
                job -> !job.state().over()),
                new Chip<>("trouble", "state", texts.text("jobs.chip.trouble"), Status.WARN,
                        job -> !job.state().over() && job.problem() != null),
                new Chip<>("failed", "state", texts.text("jobs.chip.failed"), Status.CRIT,
                        job -> job.state() == JobState.FAILED),
                new Chip<>("done", "state", texts.text("jobs.chip.done"), Status.OK,
                        job -> job.state() == JobState.DONE),
                new Chip<>("cancelled", "state", texts.text("jobs.chip.cancelled"), Status.UNKNOWN,
                        job -> job.state() == JobState.CANCELLED));
    }
}
