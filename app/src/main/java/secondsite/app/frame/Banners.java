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
import secondsite.app.fx.Texts;

/** The lines above all screens that say what waits for a person's decision, each with what can be done about it. */
final class Banners {

    private static final int MOST = 2;

    private final VBox lines;
    private final FrameViewModel model;
    private final ActionControls controls;
    private final Texts texts;
    private final InvalidationListener changed = _ -> show();
    private boolean whole;

    Banners(VBox lines, FrameViewModel model, ActionControls controls, Texts texts) {
        this.texts = texts;
        this.lines = lines;
        this.model = model;
        this.controls = controls;
        model.banners().addListener(new WeakInvalidationListener(changed));
        show();
    }

    private void show() {
        int others = model.banners().size() - MOST;
        lines.getChildren().setAll(model.banners().stream().limit(whole ? Long.MAX_VALUE : MOST).map(this::line)
                .toList());
        if (others > 0) {
            ((HBox) lines.getChildren().get(MOST - 1)).getChildren().add(more(others));
        }
    }

    /** Shows the lines for which there is no room otherwise, or takes them away again. */
    private Node more(int others) {
        Button more = new Button(texts.text(whole ? "frame.banner.fewer" : "frame.banner.more", others));
        more.setId("banner-more");
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setOnAction(_ -> {
            whole = !whole;
            show();
        });
        return more;
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
            banner.deeds()
                    .forEach(deed -> line.getChildren().add(controls.button(deed, banner.machine())));
            line.getChildren().add(show);
        }
        return line;
    }
}
