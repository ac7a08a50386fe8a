package secondsite.app.control;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A status as colour and shape, always equally wide. Beside it stands a word, or {@link #setAccessibleText} says it. Each status that it
 * has shown keeps its own icon: where statuses change all the time, as in tables, a style is looked for once and not with every change.
 */
public final class StatusIcon extends StackPane {

    private final Map<Status, FontIcon> icons = new EnumMap<>(Status.class);
    private final ObjectProperty<Status> status = new SimpleObjectProperty<>(this, "status");

    public StatusIcon() {
        this(Status.UNKNOWN);
    }

    public StatusIcon(Status first) {
        getStyleClass().add("status-icon");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
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
            icons.get(before).setVisible(false);
        }
        icons.computeIfAbsent(now, this::icon).setVisible(true);
    }

    private FontIcon icon(Status shown) {
        var icon = new FontIcon(shown.icon());
        icon.getStyleClass().add(shown.styleClass());
        getChildren().add(icon);
        return icon;
    }
}
