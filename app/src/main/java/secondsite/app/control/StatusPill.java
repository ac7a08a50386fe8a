package secondsite.app.control;

import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** A status with its word, upon the colour that belongs to it. Never elided: it takes the width that it needs. */
public final class StatusPill extends Label {

    private final StatusIcon icon = new StatusIcon();

    public StatusPill() {
        this(Status.UNKNOWN, "");
    }

    public StatusPill(Status first, String word) {
        super(word);
        getStyleClass().addAll("status-pill", icon.getStatus().styleClass());
        setGraphic(icon);
        setMinWidth(Region.USE_PREF_SIZE);
        icon.statusProperty().addListener((all, before, now) -> {
            getStyleClass().remove(before.styleClass());
            getStyleClass().add(now.styleClass());
        });
        icon.setStatus(first);
    }

    public ObjectProperty<Status> statusProperty() {
        return icon.statusProperty();
    }

    /** Both at once. */
    public void show(Status now, String word) {
        icon.setStatus(now);
        setText(word);
    }
}
