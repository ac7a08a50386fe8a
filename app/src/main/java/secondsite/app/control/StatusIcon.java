package secondsite.app.control;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/** A status as colour and shape, always equally wide. Beside it stands a word, or {@link #setAccessibleText} says it. */
public final class StatusIcon extends StackPane {

    private final FontIcon icon = new FontIcon();
    private final ObjectProperty<Status> status = new SimpleObjectProperty<>(this, "status");

    public StatusIcon() {
        this(Status.UNKNOWN);
    }

    public StatusIcon(Status first) {
        getStyleClass().add("status-icon");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(icon);
        status.addListener((all, before, now) -> show(before, now));
        status.set(first);
    }

    public ObjectProperty<Status> statusProperty() {
        return status;
    }

    public void setStatus(Status now) {
        status.set(now);
    }

    public Status getStatus() {
        return status.get();
    }

    private void show(Status before, Status now) {
        if (before != null) {
            icon.getStyleClass().remove(before.styleClass());
        }
        icon.setIconCode(now.icon());
        icon.getStyleClass().add(now.styleClass());
    }
}
