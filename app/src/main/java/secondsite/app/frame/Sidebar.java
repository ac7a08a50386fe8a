package secondsite.app.frame;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;

/** The list of screens; narrow it shows icons alone. */
final class Sidebar {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final double WIDE_PIXELS = 216;
    private static final double NARROW_PIXELS = 56;

    private final Region sidebar;
    private final FrameViewModel model;
    private final Navigator navigator;
    private final Texts texts;
    private final Map<Screen, Button> buttons = new EnumMap<>(Screen.class);
    private final BooleanProperty narrow = new SimpleBooleanProperty();

    /** @param into gets the buttons */
    Sidebar(Region sidebar, VBox into, FrameViewModel model, Texts texts) {
        this.sidebar = sidebar;
        this.model = model;
        this.navigator = model.navigator();
        this.texts = texts;
        for (Screen.Group group : Screen.Group.values()) {
            if (!group.screens().isEmpty()) {
                Label title = new Label(texts.text(group.key()));
                title.getStyleClass().add("sidebar-group");
                title.visibleProperty().bind(narrow.not());
                into.getChildren().add(title);
                group.screens().forEach(screen -> into.getChildren().add(button(screen)));
            }
        }
        narrow.addListener(_ -> size());
        size();
    }

    private Button button(Screen screen) {
        Label name = new Label(texts.text(screen.key()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox content = new HBox(new FontIcon(screen.icon()), name, space);
        content.getStyleClass().add("sidebar-entry");
        name.visibleProperty().bind(narrow.not());
        name.managedProperty().bind(name.visibleProperty());
        counter(screen, content);
        Button button = new Button(null, content);
        button.setId("sidebar-" + screen.name().toLowerCase(Locale.ROOT));
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.getStyleClass().add("sidebar-button");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(name.getText());
        Tooltip tip = new Tooltip(name.getText());
        narrow.addListener(_ -> button.setTooltip(narrow.get() ? tip : null));
        button.setOnAction(_ -> navigator.go(screen));
        buttons.put(screen, button);
        return button;
    }

    private void counter(Screen screen, HBox content) {
        switch (screen) {
            case MACHINES -> content.getChildren().add(counter(model.machines(), "neutral"));
            case JOBS -> content.getChildren().add(counter(model.runningJobs(), "neutral"));
            case ALERTS -> content.getChildren().add(counter(model.critical(), "critical"));
            default -> {
                // Nothing to count.
            }
        }
    }

    private Label counter(ReadOnlyLongProperty count, String kind) {
        Label label = new Label();
        label.getStyleClass().addAll("counter", kind);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.textProperty().bind(count.asString());
        label.visibleProperty().bind(count.greaterThan(0).and(narrow.not()));
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private void size() {
        double width = narrow.get() ? NARROW_PIXELS : WIDE_PIXELS;
        sidebar.setMinWidth(width);
        sidebar.setPrefWidth(width);
        sidebar.setMaxWidth(width);
        sidebar.pseudoClassStateChanged(NARROW, narrow.get());
    }

    void select(Place place) {
        buttons.forEach((screen, button) -> button.pseudoClassStateChanged(SELECTED,
                screen == place.screen().inSidebar()));
    }

    BooleanProperty narrow() {
        return narrow;
    }
}
