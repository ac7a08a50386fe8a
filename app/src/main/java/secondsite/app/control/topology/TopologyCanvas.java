package secondsite.app.control.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import secondsite.app.control.topology.Neighbours.Way;
import secondsite.app.control.topology.Sight.Detail;

/**
 * The picture of a topology: drag moves it, the wheel zooms around the pointer, a click selects, a double click opens. Arrow keys
 * walk from machine to machine (from group to group when seen from afar), + and - zoom, 0 shows all, Enter opens. Layout and
 * everything that takes long is done in the background; a new topology is shown twice a second at most, while the picture is moved every
 * three seconds. Used on the screen's thread.
 */
public final class TopologyCanvas extends Region {

    /** Where somebody asked for a menu, on the screen. */
    public record MenuRequest(String id, double screenX, double screenY) {}

    private static final long MAKE_AGAIN_NANOS = 500_000_000L;
    /** Whoever moves the picture wants it smooth, and sees what is new when it rests. */
    private static final long MAKE_WHILE_MOVING_NANOS = 3_000_000_000L;
    private static final long FLOW_NANOS = 50_000_000L;
    private static final long REST_NANOS = 180_000_000L;
    private static final double DASH_PIXELS_PER_NANO = 32e-9;
    private static final double ZOOM_STEP = 1.2;
    private static final double WHEEL_DIVISOR = 240;

    private final PictureMaker maker;
    private final Ground ground = new Ground(this::sight);
    private final Nodes nodes = new Nodes();
    private final Boxes boxes = new Boxes(this::sight, nodes::isComplete, this::recolor);
    private final Region ring = new Region();
    private final Tooltip tip = new Tooltip();
    private final StringProperty selected = new SimpleStringProperty(this, "selected");
    private final BooleanProperty reducedMotion = new SimpleBooleanProperty(this, "reducedMotion");
    private final ReadOnlyDoubleWrapper zoom = new ReadOnlyDoubleWrapper(this, "zoom", 1);
    private final AnimationTimer pulse = new AnimationTimer() {

        @Override
        public void handle(long now) {
            tick(now);
        }
    };
    private Consumer<String> open = id -> {
    };
    private Consumer<MenuRequest> menu = request -> {
    };
    private Topology wanted;
    private Picture picture = Picture.EMPTY;
    private Viewport view = new Viewport(1, 0, 0);
    private Detail detail = Detail.CHIPS;
    private boolean whole = true;
    private boolean moving;
    private long movedAt;
    private long madeAt;
    private long flowedAt;
    private long lastTick;
    private double draggedX;
    private double draggedY;

    /** {@code background} runs what takes long. */
    public TopologyCanvas(TopologyLayout layout, Executor background) {
        maker = new PictureMaker(layout, background);
        getStyleClass().add("topology-canvas");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        ring.getStyleClass().add("ring");
        ring.setMouseTransparent(true);
        ring.setManaged(false);
        ring.setVisible(false);
        getChildren().addAll(ground, boxes, nodes, ring);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        selected.addListener(changed -> choose());
        reducedMotion.addListener(changed -> ground.stayStill(reducedMotion.get()));
        sceneProperty().addListener((all, before, now) -> {
            if (now == null) {
                pulse.stop();
            } else {
                pulse.start();
            }
        });
        listen();
    }

    private void listen() {
        setOnMousePressed(press -> {
            requestFocus();
            draggedX = press.getX();
            draggedY = press.getY();
        });
        setOnMouseDragged(drag -> {
            look(view.moved(drag.getX() - draggedX, drag.getY() - draggedY));
            draggedX = drag.getX();
            draggedY = drag.getY();
        });
        setOnScroll(wheel -> {
            look(view.zoomed(Math.pow(2, wheel.getDeltaY() / WHEEL_DIVISOR), wheel.getX(), wheel.getY()));
            wheel.consume();
        });
        setOnZoom(pinch -> look(view.zoomed(pinch.getZoomFactor(), pinch.getX(), pinch.getY())));
        setOnMouseClicked(this::click);
        setOnMouseMoved(this::hover);
        setOnContextMenuRequested(request -> {
            String id = request.isKeyboardTrigger() ? selected.get() : at(request.getX(), request.getY()).orElse(null);
            if (id != null) {
                selected.set(id);
                menu.accept(new MenuRequest(id, request.getScreenX(), request.getScreenY()));
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** What is to be seen from now on. The part that is looked at stays the same. */
    public void show(Topology topology) {
        wanted = topology;
    }

    /** The id of a machine, server or group; null for none. */
    public StringProperty selectedProperty() {
        return selected;
    }

    /** Whether nothing moves by itself; arrow heads show then where bytes flow. */
    public BooleanProperty reducedMotionProperty() {
        return reducedMotion;
    }

    /** 1 is 100 %. */
    public ReadOnlyDoubleProperty zoomProperty() {
        return zoom.getReadOnlyProperty();
    }

    public void setOnOpen(Consumer<String> action) {
        open = action;
    }

    public void setOnMenu(Consumer<MenuRequest> action) {
        menu = action;
    }

    public void zoomIn() {
        look(view.zoomed(ZOOM_STEP, getWidth() / 2, getHeight() / 2));
    }

    public void zoomOut() {
        look(view.zoomed(1 / ZOOM_STEP, getWidth() / 2, getHeight() / 2));
    }

    /** All of it, and whatever comes to it, until somebody looks closer. */
    public void fit() {
        look(Viewport.fit(picture.placement().bounds(), getWidth(), getHeight()));
        whole = true;
    }

    /** Moves the picture by so many pixels. */
    void move(double byX, double byY) {
        look(view.moved(byX, byY));
    }

    void zoomTo(double wantedZoom) {
        look(view.zoomed(wantedZoom / view.zoom(), getWidth() / 2, getHeight() / 2));
    }

    Sight sight() {
        return new Sight(picture, view, detail, moving);
    }

    Picture picture() {
        return picture;
    }

    private void look(Viewport now) {
        whole = false;
        view = picture == Picture.EMPTY ? now : now.within(picture.placement().bounds(), getWidth(), getHeight());
        moving = true;
        movedAt = lastTick;
        refresh();
    }

    private void refresh() {
        Box seen = view.seen(getWidth(), getHeight());
        detail = Sight.detail(view.zoom(), view.zoom() < 0.45 ? 0 : picture.machineIndex().in(seen).size());
        zoom.set(view.zoom());
        nodes.show(sight(), getWidth(), getHeight());
        ground.show();
        boxes.show();
        placeRing();
    }

    private void tick(long now) {
        long passed = lastTick == 0 ? 0 : now - lastTick;
        lastTick = now;
        maker.fetch(this::take);
        if (wanted != null && !maker.isWorking() && getWidth() > 0
                && now - madeAt >= (moving ? MAKE_WHILE_MOVING_NANOS : MAKE_AGAIN_NANOS)) {
            maker.make(wanted, boxes.colors());
            wanted = null;
            madeAt = now;
        }
        boolean rests = moving && now - movedAt > REST_NANOS;
        if (rests || !nodes.isComplete()) {
            moving &= !rests;
            refresh();
        }
        if (!reducedMotion.get() && now - flowedAt >= FLOW_NANOS) {
            ground.flow(Math.min(FLOW_NANOS * 4, flowedAt == 0 ? passed : now - flowedAt) * DASH_PIXELS_PER_NANO);
            flowedAt = now;
        }
    }

    private void take(Picture made) {
        picture = made;
        if (whole) {
            view = Viewport.fit(picture.placement().bounds(), getWidth(), getHeight());
        }
        if (selected.get() != null && picture.boxOf(selected.get()) == null) {
            selected.set(null);
        }
        refresh();
        say();
    }

    private void recolor() {
        if (wanted == null) {
            wanted = picture.topology();
        }
    }

    private Optional<String> at(double x, double y) {
        double atX = view.pictureX(x);
        double atY = view.pictureY(y);
        return picture.machineIndex().at(atX, atY).map(Topology.Machine::id).or(() -> picture.placement().servers()
                .entrySet().stream().filter(entry -> entry.getValue().contains(atX, atY)).map(Map.Entry::getKey)
                .findFirst()).or(() -> picture.groupIndex().at(atX, atY).map(Topology.Group::id));
    }

    private void click(MouseEvent click) {
        if (click.getButton() != MouseButton.PRIMARY || !click.isStillSincePress()) {
            return;
        }
        selected.set(at(click.getX(), click.getY()).orElse(null));
        if (click.getClickCount() == 2 && selected.get() != null) {
            open.accept(selected.get());
        }
    }

    private void hover(MouseEvent move) {
        String said = at(move.getX(), move.getY()).map(this::spoken).orElse("");
        if (said.isEmpty()) {
            Tooltip.uninstall(this, tip);
        } else if (!said.equals(tip.getText())) {
            tip.setText(said);
            Tooltip.install(this, tip);
        }
    }

    private String spoken(String id) {
        if (picture.machines().containsKey(id)) {
            return picture.machines().get(id).spoken();
        }
        if (picture.servers().containsKey(id)) {
            return picture.servers().get(id).spoken();
        }
        return picture.groups().containsKey(id) ? picture.groups().get(id).name() : "";
    }

    private void key(KeyEvent press) {
        switch (press.getCode()) {
            case LEFT -> walk(Way.LEFT);
            case RIGHT -> walk(Way.RIGHT);
            case UP -> walk(Way.UP);
            case DOWN -> walk(Way.DOWN);
            case PLUS, ADD, EQUALS -> zoomIn();
            case MINUS, SUBTRACT -> zoomOut();
            case DIGIT0, NUMPAD0 -> fit();
            case ENTER -> Optional.ofNullable(selected.get()).ifPresent(open);
            default -> {
                return;
            }
        }
        press.consume();
    }

    private void walk(Way way) {
        Map<String, Box> places = new HashMap<>(picture.placement().servers());
        places.putAll(detail == Detail.OVERVIEW ? picture.placement().groups() : picture.placement().machines());
        if (places.isEmpty()) {
            return;
        }
        String from = selected.get();
        if (from == null || !places.containsKey(from)) {
            selected.set(
                    places.entrySet().stream().min(Map.Entry.comparingByValue((one, other) -> Double.compare(one.x()
                            + one.y(), other.x() + other.y()))).orElseThrow().getKey());
        } else {
            Neighbours.next(places, from, way).ifPresent(selected::set);
        }
        Viewport showing = view.showing(picture.boxOf(selected.get()), getWidth(), getHeight());
        if (!showing.equals(view)) {
            look(showing);
        }
    }

    private void choose() {
        placeRing();
        say();
    }

    private void say() {
        setAccessibleText(selected.get() == null ? "" : spoken(selected.get()));
    }

    private void placeRing() {
        Box box = selected.get() == null ? null : picture.boxOf(selected.get());
        ring.setVisible(box != null);
        if (box != null) {
            ring.resizeRelocate(view.x(box.x()) - 2, view.y(box.y()) - 2, box.width() * view.zoom() + 4, box.height()
                    * view.zoom() + 4);
        }
    }

    /** How many nodes stand for machines now. */
    int nodeCount() {
        return nodes.count();
    }

    @Override
    protected void layoutChildren() {
        if (ground.getWidth() != getWidth() || ground.getHeight() != getHeight()) {
            ground.resizeRelocate(0, 0, getWidth(), getHeight());
            boxes.resizeRelocate(0, 0, getWidth(), getHeight());
            if (whole) {
                view = Viewport.fit(picture.placement().bounds(), getWidth(), getHeight());
            }
            refresh();
        }
    }
}
