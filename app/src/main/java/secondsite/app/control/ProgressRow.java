package secondsite.app.control;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Work that goes on: what and at which object, how far, and below it how fast and how much longer. */
public final class ProgressRow extends VBox {

    /** {@code share} is 0 to 1, or negative if nobody knows. All texts are shown as they are. */
    public record Progress(Status status, String title, String object, double share, String figure, String detail) {}

    private final ObjectProperty<Progress> progress = new SimpleObjectProperty<>(this, "progress");
    private final StatusIcon icon = new StatusIcon(Status.SYNC);
    private final Label title = new Label();
    private final MiddleEllipsisLabel object = new MiddleEllipsisLabel();
    private final Label figure = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label detail = new Label();

    public ProgressRow() {
        getStyleClass().add("progress-row");
        title.getStyleClass().add("title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        object.getStyleClass().add("object");
        figure.getStyleClass().add("figure");
        figure.setMinWidth(Region.USE_PREF_SIZE);
        detail.getStyleClass().add("detail");
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(icon, title, object, figure);
        line.getStyleClass().add("line");
        HBox.setHgrow(object, Priority.ALWAYS);
        object.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(line, bar, detail);
        progress.addListener((all, before, now) -> show(now));
    }

    public ProgressRow(Progress first) {
        this();
        progress.set(first);
    }

    public ObjectProperty<Progress> progressProperty() {
        return progress;
    }

    /** 0 to 1, or negative. */
    public DoubleProperty shareProperty() {
        return bar.progressProperty();
    }

    private void show(Progress now) {
        icon.setStatus(now.status());
        title.setText(now.title());
        object.setText(now.object());
        bar.setProgress(now.share());
        figure.setText(now.figure());
        detail.setText(now.detail());
        bar.getStyleClass().removeAll("ok", "warn", "crit", "sync", "test", "over", "idle", "unknown");
        bar.getStyleClass().add(now.status().styleClass());
        bar.setAccessibleText(String.join(" ", now.title(), now.object(), now.figure(), now.detail()));
    }
}
