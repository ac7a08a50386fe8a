package secondsite.app.control.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import secondsite.app.control.Drawing;
import secondsite.app.control.timeline.History.Kind;
import secondsite.app.control.timeline.History.Point;

/**
 * A machine's past as lanes over time, and a handle that chooses a moment: it snaps to points, with Shift it stops at any moment
 * that can be reached. The wheel zooms around the pointer; below lies all that is kept, where the part that is seen is moved.
 * Arrow keys go from point to point, with Ctrl over application-consistent ones only; Home and End to the oldest and the newest.
 */
public final class PointTimeline extends Drawing {

    private static final double WHEEL_DIVISOR = 240;
    private static final double KEY_ZOOM = 1.5;

    private final TimelineTexts texts;
    private final ObjectProperty<History> history = new SimpleObjectProperty<>(this, "history");
    private final ObjectProperty<TimeWindow> window = new SimpleObjectProperty<>(this, "window");
    private final ReadOnlyObjectWrapper<Instant> chosen = new ReadOnlyObjectWrapper<>(this, "chosen");
    private final ReadOnlyObjectWrapper<Point> point = new ReadOnlyObjectWrapper<>(this, "point");
    private boolean inMinimap;

    public PointTimeline(TimelineTexts texts) {
        this.texts = texts;
        getStyleClass().add("point-timeline");
        setAccessibleRole(AccessibleRole.SLIDER);
        setFocusTraversable(true);
        setMinSize(360, Lanes.HEIGHT);
        setPrefSize(900, Lanes.HEIGHT);
        history.addListener((all, before, now) -> take(now));
        window.addListener(changed -> redraw());
        focusedProperty().addListener(changed -> redraw());
        setOnMousePressed(this::press);
        setOnMouseDragged(this::point);
        setOnScroll(wheel -> {
            if (history.get() != null) {
                window.set(window.get().zoomed(Math.pow(2, wheel.getDeltaY() / WHEEL_DIVISOR), window.get().at(wheel
                        .getX() - Lanes.LEFT, plotWidth()), history.get().from(), history.get().to()));
            }
            wheel.consume();
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** What is shown. The first one is seen whole; the part that is seen and the moment stay, as far as they are still kept. */
    public ObjectProperty<History> historyProperty() {
        return history;
    }

    /** The part that is seen. */
    public ObjectProperty<TimeWindow> windowProperty() {
        return window;
    }

    /** The moment that is chosen; null before anything is. */
    public ReadOnlyObjectProperty<Instant> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** The point that stands at the moment; null if it is a moment between points. */
    public ReadOnlyObjectProperty<Point> pointProperty() {
        return point.getReadOnlyProperty();
    }

    /** Sees the last while of what is kept. */
    public void showLast(Duration span) {
        if (history.get() != null) {
            Duration all = Duration.between(history.get().from(), history.get().to());
            window.set(TimeWindow.last(span.compareTo(all) > 0 ? all : span, history.get().to()));
        }
    }

    /** Chooses a point, as if it had been clicked. */
    public void choose(String id) {
        history.get().points().stream().filter(known -> known.id().equals(id)).findFirst().ifPresent(this::choose);
    }

    private void choose(Point wanted) {
        point.set(wanted);
        set(wanted.at());
    }

    /** With {@code free}, the nearest moment that can be reached; otherwise the nearest point. */
    void choose(Instant near, boolean free) {
        if (free) {
            history.get().free(near).ifPresent(moment -> {
                point.set(history.get().points().stream().filter(known -> known.at().equals(moment)).findFirst().orElse(
                        null));
                set(moment);
            });
        } else {
            history.get().nearest(near).ifPresent(this::choose);
        }
    }

    private void set(Instant moment) {
        chosen.set(moment);
        window.set(window.get().showing(moment, history.get().from(), history.get().to()));
        setAccessibleText(texts.exact().apply(moment) + (point.get() == null ? "" : " " + point.get().label()));
        redraw();
    }

    private void take(History now) {
        if (now == null) {
            return;
        }
        window.set(window.get() == null
                ? new TimeWindow(now.from(), now.to())
                : window.get().within(now.from(), now
                        .to()));
        if (chosen.get() != null && chosen.get().isBefore(now.from())) {
            chosen.set(null);
            point.set(null);
        }
        redraw();
    }

    private double plotWidth() {
        return Math.max(1, getWidth() - Lanes.LEFT - Lanes.RIGHT);
    }

    private void press(MouseEvent press) {
        requestFocus();
        inMinimap = press.getY() >= Lanes.MINIMAP;
        point(press);
    }

    private void point(MouseEvent at) {
        if (history.get() == null) {
            return;
        }
        double x = Math.clamp(at.getX() - Lanes.LEFT, 0, plotWidth());
        if (inMinimap) {
            Instant middle = new TimeWindow(history.get().from(), history.get().to()).at(x, plotWidth());
            TimeWindow seen = window.get();
            window.set(seen.moved(Duration.between(seen.at(plotWidth() / 2, plotWidth()), middle), history.get().from(),
                    history.get().to()));
        } else {
            choose(window.get().at(x, plotWidth()), at.isShiftDown());
        }
    }

    private void key(KeyEvent press) {
        if (history.get() == null) {
            return;
        }
        Predicate<Point> wanted = known -> !press.isShortcutDown() || known.kind() == Kind.APPLICATION;
        Instant from = chosen.get() == null ? history.get().to().plusNanos(1) : chosen.get();
        switch (press.getCode()) {
            case LEFT -> history.get().before(from, wanted).ifPresent(this::choose);
            case RIGHT -> history.get().after(from, wanted).ifPresent(this::choose);
            case HOME -> Optional.of(history.get().points()).filter(all -> !all.isEmpty()).ifPresent(all -> choose(all
                    .getFirst()));
            case END -> Optional.of(history.get().points()).filter(all -> !all.isEmpty()).ifPresent(all -> choose(all
                    .getLast()));
            case PLUS, ADD, EQUALS -> zoom(KEY_ZOOM);
            case MINUS, SUBTRACT -> zoom(1 / KEY_ZOOM);
            default -> {
                return;
            }
        }
        press.consume();
    }

    private void zoom(double factor) {
        TimeWindow seen = window.get();
        boolean chosenSeen = chosen.get() != null && !chosen.get().isBefore(seen.from()) && !chosen.get().isAfter(seen
                .to());
        window.set(seen.zoomed(factor, chosenSeen ? chosen.get() : seen.at(0.5, 1), history.get().from(), history.get()
                .to()));
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        if (history.get() == null || !history.get().from().isBefore(history.get().to())) {
            return;
        }
        Lanes lanes = new Lanes(graphics, texts, history.get(), window.get(), plotWidth(), this::color, text(-2),
                strong(
                        -2));
        lanes.draw();
        if (chosen.get() != null) {
            lanes.handle(chosen.get(), isFocused());
        }
    }
}
