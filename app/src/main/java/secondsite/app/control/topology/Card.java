package secondsite.app.control.topology;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.control.MiddleEllipsisLabel;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.topology.Topology.Server;

/** A server as a node; shows one server after the other. */
final class Card extends Region {

    private static final double ICON = 20;
    private static final double MARK = 16;

    private final FontIcon icon = new FontIcon();
    private final MiddleEllipsisLabel name = new MiddleEllipsisLabel();
    private final Label caption = new Label();
    private final StatusIcon mark = new StatusIcon();
    private Server shown;

    Card() {
        getStyleClass().add("topology-card");
        setAccessibleRole(AccessibleRole.BUTTON);
        setManaged(false);
        name.getStyleClass().add("title");
        caption.getStyleClass().add("caption");
        getChildren().addAll(icon, name, caption, mark);
    }

    void show(Server server, Box box) {
        if (server != shown) {
            if (shown != null) {
                getStyleClass().remove(shown.status().styleClass());
            }
            getStyleClass().add(server.status().styleClass());
            mark.setStatus(server.status());
            icon.setIconCode(server.icon());
            name.setText(server.name());
            caption.setText(server.caption());
            setAccessibleText(server.spoken());
            shown = server;
            requestLayout();
        }
        resizeRelocate(box.x(), box.y(), box.width(), box.height());
    }

    @Override
    protected void layoutChildren() {
        double height = getHeight();
        icon.relocate(12, (height - ICON) / 2);
        double left = 12 + ICON + 10;
        double right = getWidth() - 12 - MARK - 6;
        double half = name.prefHeight(-1);
        double top = (height - half - caption.prefHeight(-1)) / 2;
        name.resizeRelocate(left, top, right - left, half);
        caption.resizeRelocate(left, top + half, right - left, caption.prefHeight(-1));
        mark.resizeRelocate(getWidth() - 12 - MARK, (height - MARK) / 2, MARK, MARK);
    }
}
