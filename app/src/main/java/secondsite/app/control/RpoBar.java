package secondsite.app.control;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/**
 * How much of the wanted RPO is used up: a figure, right-aligned and never cut off, and a bar beside it that is full when the target is reached.
 * Without a share (a machine that is only being copied) there is no bar.
 */
public final class RpoBar extends Region {

    private static final double FIGURE_SHARE = 0.5;
    private static final double GAP = 8;
    private static final double THICK = 6;

    private final Label figure = new Label();
    private final Region track = new Region();
    // One for each status that it has shown: a style is looked for once, not with every change.
    private final Map<Status, Region> fills = new EnumMap<>(Status.class);
    private final DoubleProperty share = new SimpleDoubleProperty(this, "share", Double.NaN);
    private final ObjectProperty<Status> status = new SimpleObjectProperty<>(this, "status", Status.OK);

    public RpoBar() {
        getStyleClass().add("rpo-bar");
        figure.getStyleClass().add("figure");
        track.getStyleClass().add("track");
        getChildren().addAll(figure, track, fill(Status.OK));
        setMinWidth(60);
        setPrefWidth(150);
        share.addListener(changed -> requestLayout());
        status.addListener((all, before, now) -> {
            fills.get(before).setVisible(false);
            if (!fills.containsKey(now)) {
                getChildren().add(fill(now));
            }
            requestLayout();
        });
    }

    private Region fill(Status shown) {
        var fill = new Region();
        fill.getStyleClass().addAll("fill", shown.styleClass());
        fills.put(shown, fill);
        return fill;
    }

    /** The figure, as people read it. */
    public StringProperty textProperty() {
        return figure.textProperty();
    }

    /** RPO now by RPO wanted: 1 is the target; {@code NaN} for none. */
    public DoubleProperty shareProperty() {
        return share;
    }

    public ObjectProperty<Status> statusProperty() {
        return status;
    }

    public void show(String text, double ofTarget, Status now) {
        figure.setText(text);
        share.set(ofTarget);
        status.set(now);
    }

    @Override
    protected void layoutChildren() {
        double figureWidth = Math.ceil(Math.max(getWidth() * FIGURE_SHARE, figure.prefWidth(-1)));
        figure.resizeRelocate(0, 0, figureWidth, getHeight());
        boolean known = !Double.isNaN(share.get());
        Region fill = fills.get(status.get());
        track.setVisible(known);
        fill.setVisible(known && share.get() > 0);
        double room = Math.max(0, getWidth() - figureWidth - GAP);
        double y = Math.round((getHeight() - THICK) / 2);
        track.resizeRelocate(figureWidth + GAP, y, room, THICK);
        fill.resizeRelocate(figureWidth + GAP, y, Math.min(room, Math.max(THICK, room * Math.min(1, share.get()))),
                THICK);
    }
}
