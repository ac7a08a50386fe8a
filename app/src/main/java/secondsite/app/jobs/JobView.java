package secondsite.app.jobs;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.control.FaultPanel;
import secondsite.app.control.ProgressRow;
import secondsite.app.control.StatusPill;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.session.LiveModel;
import secondsite.app.words.JobStatus;
import secondsite.app.words.JobText;

/** One job: what it does, its tasks, its log, and what is wrong with it. */
public final class JobView implements Arrival {

    private final JobViewModel model;
    private final JobText words;
    private final Formats formats;
    private final Texts texts;
    private final Actions actions;
    private final ActionControls controls;
    private final LiveModel live;
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener longer = _ -> end();
    private ActionRow<Job> offered;

    @FXML
    private Label missing;
    @FXML
    private VBox body;
    @FXML
    private HBox head;
    @FXML
    private HBox buttons;
    @FXML
    private VBox trouble;
    @FXML
    private VBox tasks;
    @FXML
    private ListView<JobLine> log;

    @Inject
    JobView(JobViewModel model, JobText words, Formats formats, Texts texts, Actions actions, ActionControls controls,
            LiveModel live) {
        this.model = model;
        this.words = words;
        this.formats = formats;
        this.texts = texts;
        this.actions = actions;
        this.controls = controls;
        this.live = live;
    }

    @FXML
    private void initialize() {
        missing.textProperty().bind(model.missing());
        missing.visibleProperty().bind(model.missing().isNotEmpty());
        missing.managedProperty().bind(missing.visibleProperty());
        offered = new ActionRow<>(controls, buttons);
        log.setItems(model.log());
        log.setCellFactory(_ -> new Line());
        log.setPlaceholder(new Label(texts.text("jobs.log.none")));
        model.job().addListener(new WeakInvalidationListener(changed));
        model.log().addListener(new WeakInvalidationListener(longer));
        live.freshness().addListener(new WeakInvalidationListener(changed));
        show();
    }

    @Override
    public void arrive(Place place) {
        model.show(Long.parseLong(place.parameter()));
        end();
    }

    @Override
    public void leave() {
        model.leave();
    }

    private void end() {
        log.scrollTo(Math.max(0, model.log().size() - 1));
    }

    private void show() {
        Job job = model.job().get();
        body.setVisible(job != null);
        if (job != null) {
            head.getChildren().setAll(facts(job));
            offered.show(actions.of(Job.class), job);
            trouble.getChildren().setAll(trouble(job));
            trouble.setManaged(!trouble.getChildren().isEmpty());
            tasks.getChildren().setAll(job.tasks().stream().map(this::row).toList());
        }
    }

    private List<Node> facts(Job job) {
        List<Node> facts = new ArrayList<>();
        facts.add(new StatusPill(JobStatus.of(job), words.state(job)));
        facts.add(fact("jobs.fact.about", job.about() == null ? "–" : job.about()));
        facts.add(fact("jobs.fact.who", words.who(job)));
        facts.add(fact("jobs.fact.begun", formats.time(job.begun())));
        if (job.ended() != null) {
            facts.add(fact("jobs.fact.ended", formats.time(job.ended())));
        }
        if (job.nextTry() != null) {
            facts.add(fact("jobs.fact.next", formats.time(job.nextTry())));
        }
        return facts;
    }

    private Node fact(String key, String value) {
        Label name = new Label(texts.text(key));
        name.getStyleClass().add("meta");
        Label said = new Label(value);
        said.getStyleClass().add("strong");
        return new VBox(name, said);
    }

    private List<Node> trouble(Job job) {
        JobViewModel.Trouble now = model.trouble();
        if (now == null) {
            return List.of();
        }
        List<Node> offered = new ArrayList<>();
        offered.add(controls.button(actions.action("retry-job", Job.class), job));
        Button check = new Button(texts.text("jobs.check"));
        check.setId("job-check");
        check.setOnAction(_ -> model.ask());
        offered.add(check);
        return List.of(new FaultPanel(
                new FaultPanel.Fault(JobStatus.of(job), now.happened(), now.cause(), now.evidence(), now.action()),
                new FaultPanel.Words(texts.text("fault.cause"), texts.text("fault.evidence"),
                        texts.text("fault.action")),
                offered));
    }

    private Node row(Job.Task task) {
        return new ProgressRow(new ProgressRow.Progress(JobStatus.of(task.state()),
                texts.textOr("job.task." + task.name(), task.name()), tries(task), share(task),
                texts.text("job.state." + task.state().name()), detail(task)));
    }

    private String tries(Job.Task task) {
        return task.attempts() > 1 ? texts.text("jobs.tries", task.attempts()) : "";
    }

    private static double share(Job.Task task) {
        Job.Progress progress = task.progress();
        if (task.state().over()) {
            return 1;
        }
        return progress == null || progress.totalBytes() <= 0
                ? 0
                : Math.clamp((double) progress.doneBytes() / progress.totalBytes(), 0, 1);
    }

    private String detail(Job.Task task) {
        Job.Progress progress = task.progress();
        if (progress == null || task.state().over()) {
            return task.ended() == null ? "" : formats.time(task.ended());
        }
        List<String> parts = new ArrayList<>();
        if (progress.note() != null && !progress.note().isEmpty()) {
            parts.add(progress.note());
        }
        if (progress.totalBytes() > 0) {
            parts.add(texts.text("jobs.of", formats.size(progress.doneBytes()), formats.size(progress.totalBytes())));
        }
        if (progress.bytesPerSecond() > 0) {
            parts.add(formats.rate(progress.bytesPerSecond()));
        }
        if (progress.secondsLeft() != null) {
            parts.add(texts.text("job.left", formats.duration(progress.secondsLeft())));
        }
        return String.join(" · ", parts);
    }

    /** A line of the log. */
    private final class Line extends ListCell<JobLine> {

        @Override
        protected void updateItem(JobLine line, boolean empty) {
            super.updateItem(line, empty);
            setText(empty || line == null ? "" : formats.time(line.time()) + "  " + line.text());
        }
    }
}
