package secondsite.app.frame;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.activity.Job;
import secondsite.app.fx.Formats;
import secondsite.app.navigation.Screen;
import secondsite.app.words.JobText;

/** The jobs at the bottom of the window: those that go on, and the last ones that are over. */
final class JobsDrawer {

    private static final int MOST = 30;

    private static final double COLUMN = 170;
    private static final double FIGURE = 90;

    private final VBox list;
    private final FrameViewModel model;
    private final JobText words;
    private final Formats formats;
    private final InvalidationListener changed = _ -> show();

    JobsDrawer(Region drawer, VBox list, FrameViewModel model, JobText words, Formats formats) {
        this.list = list;
        this.model = model;
        this.words = words;
        this.formats = formats;
        drawer.visibleProperty().bind(model.drawer());
        drawer.managedProperty().bind(model.drawer());
        model.jobs().addListener(new WeakInvalidationListener(changed));
        drawer.visibleProperty().addListener(_ -> show());
    }

    private void show() {
        if (list.isVisible() && model.drawer().get()) {
            List<Job> first = model.jobs().stream().sorted(JobText.order()).limit(MOST).toList();
            list.getChildren().setAll(first.stream().map(this::row).toList());
        }
    }

    private Node row(Job job) {
        Label type = new Label(words.type(job));
        type.getStyleClass().add("strong");
        Label about = new Label(job.about());
        about.getStyleClass().add("muted");
        List.of(type, about).forEach(label -> {
            label.setMinWidth(COLUMN);
            label.setPrefWidth(COLUMN);
        });
        ProgressBar bar = new ProgressBar(words.share(job));
        bar.setPrefWidth(160);
        bar.setVisible(!job.state().over());
        Label figure = new Label(words.figure(job));
        figure.getStyleClass().add("figure");
        figure.setMinWidth(FIGURE);
        Label detail = new Label(words.detail(job));
        detail.getStyleClass().add("meta");
        HBox.setHgrow(detail, Priority.ALWAYS);
        detail.setMaxWidth(Double.MAX_VALUE);
        Label when = new Label(formats.time(job.ended() == null ? job.begun() : job.ended()));
        when.getStyleClass().add("meta");
        HBox line = new HBox(new FontIcon("ci-task"), type, about, bar, figure, detail, when);
        line.getStyleClass().add("drawer-line");
        Button row = new Button(null, line);
        row.getStyleClass().add("row-button");
        row.setMaxWidth(Double.MAX_VALUE);
        row.setAccessibleText(String.join(" ", type.getText(), job.about(), figure.getText(), detail.getText()));
        row.setOnAction(_ -> model.navigator().go(Screen.JOB, Long.toString(job.number())));
        return row;
    }
}
