package secondsite.app.frame;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.action.ActionControls;

/** The lines above all screens that say what waits for a person's decision, each with what can be done about it. */
final class Banners {

    private static final int MOST = 2;

    private final VBox lines;
    private final FrameViewModel model;
    private final ActionControls controls;
    private final InvalidationListener changed = _ -> show();

    Banners(VBox lines, FrameViewModel model, ActionControls controls) {
        this.lines = lines;
        this.model = model;
        this.controls = controls;
        model.banners().addListener(new WeakInvalidationListener(changed));
        show();
    }

    private void show() {
        lines.getChildren().setAll(model.banners().stream().limit(MOST).map(this::line).toList());
    }

    private Node line(Banner banner) {
        Label text = new Label(banner.text());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(new FontIcon(banner.icon()), text, space);
        line.getStyleClass().addAll("banner", banner.kind());
        if (banner.place() != null) {
            Button show = new Button(banner.verb());
            show.setOnAction(_ -> model.navigator().go(banner.place()));
            banner.deeds().stream().filter(deed -> deed.on(banner.machine()).allowed())
                    .forEach(deed -> line.getChildren().add(controls.button(deed, banner.machine())));
            line.getChildren().add(show);
        }
        return line;
    }
}
