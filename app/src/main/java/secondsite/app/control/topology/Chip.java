package secondsite.app.control.topology;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.control.Ink;
import secondsite.app.control.MiddleEllipsisLabel;
import secondsite.app.control.Sparkline;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.topology.Topology.Machine;

/** A machine as a node; shows one machine after the other. */
final class Chip extends Region {

    private static final double BAR = 4;
    private static final double ICON = 14;
    private static final double MARK = 16;
    private static final double CURVE = 40;

    private final Region bar = new Region();
    private final FontIcon icon = new FontIcon();
    private final MiddleEllipsisLabel name = new MiddleEllipsisLabel();
    private final Label detail = new Label();
    private final Sparkline curve = new Sparkline();
    private final StatusIcon mark = new StatusIcon();
    private Machine shown;
    private boolean large;

    Chip() {
        getStyleClass().add("topology-chip");
        setAccessibleRole(AccessibleRole.BUTTON);
        setManaged(false);
        bar.getStyleClass().add("bar");
        detail.getStyleClass().add("detail");
        getChildren().addAll(bar, icon, name, mark);
    }

    void show(Machine machine, Box box, boolean withDetail) {
        if (machine != shown) {
            if (shown == null || shown.status() != machine.status()) {
                List<String> classes = getStyleClass();
                if (shown != null) {
                    classes.remove(shown.status().styleClass());
                }
                classes.add(machine.status().styleClass());
                mark.setStatus(machine.status());
                mark.setVisible(machine.status() != Status.OK);
            }
            icon.setIconCode(machine.icon());
            name.setText(machine.name());
            detail.setText(machine.detail());
            curve.valuesProperty().set(machine.curve());
            curve.inkProperty().set(machine.status() == Status.OK ? Ink.SERIES_1 : Ink.of(machine.status()));
            setAccessibleText(machine.spoken());
            shown = machine;
            requestLayout();
        }
        if (large != withDetail) {
            large = withDetail;
            if (large) {
                getChildren().addAll(detail, curve);
            } else {
                getChildren().removeAll(detail, curve);
            }
        }
        if (getLayoutX() != box.x() || getLayoutY() != box.y() || getWidth() != box.width()) {
            resizeRelocate(box.x(), box.y(), box.width(), box.height());
        }
    }

    @Override
    protected void layoutChildren() {
        double height = getHeight();
        bar.resizeRelocate(0, 0, BAR, height);
        icon.relocate(BAR + 6, (height - ICON) / 2);
        double left = BAR + 6 + ICON + 5;
        double right = getWidth() - 6 - (mark.isVisible() ? MARK : 0);
        mark.resizeRelocate(getWidth() - 5 - MARK, (height - MARK) / 2, MARK, MARK);
        double nameHeight = name.prefHeight(-1);
        name.resizeRelocate(left, large ? 1 : (height - nameHeight) / 2, right - left, nameHeight);
        if (large) {
            detail.resizeRelocate(left, nameHeight, right - left - CURVE, height - nameHeight);
            curve.resizeRelocate(right - CURVE, nameHeight - 2, CURVE, height - nameHeight);
        }
    }
}
