package secondsite.app.frame;

import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.activity.Job;
import secondsite.app.action.ActionControls;
import secondsite.app.frame.FrameViewModel.Direction;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Looks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Theme;
import secondsite.app.fx.Views;
import secondsite.app.kept.Environment;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.words.JobText;

/** The frame; shows in its middle the screen of the place where the person is. */
public final class FrameView {

    /** Of characters; a longer one is cut where there is no room. */
    private static final int LONGEST_TITLE = 40;
    private static final double SHORTEST_TITLE = 40;

    private final FrameViewModel model;
    private final PaletteViewModel found;
    private final FrameCommands commands;
    private final Views views;
    private final Texts texts;
    private final Formats formats;
    private final JobText words;
    private final Looks looks;
    private final ActionControls controls;
    private final Navigator navigator;
    private final Map<Screen, Views.View> screens = new EnumMap<>(Screen.class);
    // What lives longer than the view holds these weakly: the view goes with the language.
    private final InvalidationListener moved = _ -> show();
    private final InvalidationListener changed = _ -> refresh();
    private Palette palette;
    private Sidebar sidebar;
    /** Held, because the model holds what listens to it only weakly. */
    private Banners shownBanners;
    private Place shown;

    @FXML
    private StackPane root;
    @FXML
    private Region production;
    @FXML
    private VBox sidebarPane;
    @FXML
    private VBox sidebarEntries;
    @FXML
    private VBox serverBox;
    @FXML
    private Label serverName;
    @FXML
    private Label connection;
    @FXML
    private Region dot;
    @FXML
    private VBox banners;
    @FXML
    private Button back;
    @FXML
    private Label parentTitle;
    @FXML
    private Label title;
    @FXML
    private HBox direction;
    @FXML
    private Label directionFrom;
    @FXML
    private Label directionTo;
    @FXML
    private Button alerts;
    @FXML
    private Button theme;
    @FXML
    private MenuButton user;
    @FXML
    private StackPane content;
    @FXML
    private Region veil;
    @FXML
    private VBox drawer;
    @FXML
    private VBox drawerJobs;
    @FXML
    private HBox runningJob;
    @FXML
    private Label runningTitle;
    @FXML
    private Label runningObject;
    @FXML
    private ProgressBar runningBar;
    @FXML
    private Label runningDetail;
    @FXML
    private Label noJob;
    @FXML
    private Button moreJobs;
    @FXML
    private Label zone;
    @FXML
    private Label age;
    @FXML
    private StackPane paletteLayer;
    @FXML
    private TextField paletteQuery;
    @FXML
    private ListView<PaletteViewModel.Hit> paletteHits;

    @Inject
    FrameView(FrameViewModel model, PaletteViewModel found, FrameCommands commands, Views views, Texts texts,
            Formats formats, JobText words, Looks looks, ActionControls controls) {
        this.model = model;
        this.found = found;
        this.commands = commands;
        this.views = views;
        this.texts = texts;
        this.formats = formats;
        this.words = words;
        this.looks = looks;
        this.controls = controls;
        this.navigator = model.navigator();
    }

    @FXML
    private void initialize() {
        model.anew();
        sidebar = new Sidebar(sidebarPane, sidebarEntries, model, texts);
        palette = new Palette(paletteLayer, paletteQuery, paletteHits, found);
        shownBanners = new Banners(banners, model, controls, texts);
        new JobsDrawer(drawer, drawerJobs, model, words, formats);
        boolean serious = model.environment() == Environment.PRODUCTION;
        production.setVisible(serious);
        production.setManaged(serious);
        serverName.setText(model.serverName());
        serverBox.visibleProperty().bind(sidebar.narrow().not());
        connection.textProperty().bind(model.connection());
        age.textProperty().bind(model.age());
        veil.visibleProperty().bind(model.stale());
        zone.setText(texts.text("frame.zone", formats.zone()));
        user.setText(model.user());
        MenuItem out = new MenuItem(texts.text("frame.sign-out"), new FontIcon("ci-logout"));
        out.setOnAction(_ -> commands.signOut());
        user.getItems().setAll(out);
        back.disableProperty().bind(navigator.canGoBack().not());
        for (var property : List.of(model.freshness(), model.direction(), model.job(), model.runningJobs(),
                model.critical(), looks.theme(), navigator.subject())) {
            property.addListener(new WeakInvalidationListener(changed));
        }
        navigator.place().addListener(new WeakInvalidationListener(moved));
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        refresh();
        show();
    }

    private void refresh() {
        dot.getStyleClass().setAll("dot", model.freshness().get().name().toLowerCase(Locale.ROOT));
        direct(model.direction().get());
        run(model.job().get());
        name();
        theme.setGraphic(new FontIcon(looks.theme().get() == Theme.LIGHT ? "ci-moon" : "ci-light"));
        alerts.getStyleClass().remove("critical");
        if (model.critical().get() > 0) {
            alerts.getStyleClass().add("critical");
        }
    }

    private void direct(Direction now) {
        direction.setVisible(now != null);
        direction.setManaged(now != null);
        if (now != null) {
            directionFrom.setText(now.from());
            directionTo.setText(now.to());
            direction.getStyleClass().remove("reversed");
            if (now.reversed()) {
                direction.getStyleClass().add("reversed");
            }
            direction.setAccessibleText(texts.text("frame.direction", now.from(), now.to()));
        }
    }

    private void run(Job job) {
        runningJob.setVisible(job != null);
        runningJob.setManaged(job != null);
        noJob.setVisible(job == null);
        noJob.setManaged(job == null);
        if (job != null) {
            runningTitle.setText(words.type(job));
            runningObject.setText(job.about());
            runningBar.setProgress(words.share(job));
            String detail = words.detail(job);
            runningDetail.setText(detail.isEmpty() ? words.figure(job) : words.figure(job) + " · " + detail);
        }
        long more = model.runningJobs().get() - 1;
        moreJobs.setText(more > 0 ? texts.text("frame.more-jobs", more) : texts.text("frame.jobs"));
    }

    private void name() {
        Screen screen = navigator.place().get().screen();
        String subject = navigator.subject().get();
        title.setMinWidth(subject.length() > LONGEST_TITLE ? SHORTEST_TITLE : Region.USE_PREF_SIZE);
        title.setText(screen.parent().isPresent() && !subject.isEmpty() ? subject : texts.text(screen.key()));
        parentTitle.setText(screen.parent().map(above -> texts.text(above.key()) + "  ›").orElse(""));
        parentTitle.setVisible(screen.parent().isPresent());
        parentTitle.setManaged(screen.parent().isPresent());
        parentTitle.setOnMouseClicked(_ -> screen.parent().ifPresent(navigator::go));
    }

    private void show() {
        Place place = navigator.place().get();
        if (shown != null && shown.screen() != place.screen()
                && screens.get(shown.screen()).controller() instanceof Arrival left) {
            left.leave();
        }
        Views.View view = screens.computeIfAbsent(place.screen(), screen -> views.load(screen.file()));
        content.getChildren().setAll(view.root());
        shown = place;
        sidebar.select(place);
        if (view.controller() instanceof Arrival arrived) {
            arrived.arrive(place);
        }
        name();
    }

    private void key(KeyEvent key) {
        if (handled(key)) {
            key.consume();
        }
    }

    private boolean handled(KeyEvent key) {
        KeyCode code = key.getCode();
        if (palette.isOpen() && !(key.isShortcutDown() && code == KeyCode.K)) {
            return false;
        }
        if (key.isShortcutDown() && code.isDigitKey()) {
            return go(code.getName());
        }
        if (key.isShortcutDown() && key.isShiftDown()) {
            return code == KeyCode.T && test();
        }
        if (key.isShortcutDown()) {
            return shortcut(code);
        }
        if (key.isAltDown() && code == KeyCode.LEFT) {
            navigator.back();
            return true;
        }
        if (key.isAltDown() && code == KeyCode.RIGHT) {
            navigator.forward();
            return true;
        }
        return plain(code);
    }

    private boolean go(String digit) {
        int number = digit.charAt(digit.length() - 1) - '1';
        List<Screen> offered = List.of(Screen.Group.values()).stream().flatMap(group -> group.screens().stream())
                .toList();
        if (number < 0 || number >= offered.size()) {
            return false;
        }
        navigator.go(offered.get(number));
        return true;
    }

    private boolean shortcut(KeyCode code) {
        switch (code) {
            case K -> palette.toggle();
            case B -> narrow();
            case J -> toggleDrawer();
            case F -> {
                return filter();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The keyboard goes to the filter of the table that is shown. @return whether one is */
    private boolean filter() {
        Optional<Node> field = Seen.find(content, ".filter-bar .text-field");
        field.ifPresent(Node::requestFocus);
        return field.isPresent();
    }

    /** Begins a test of the machine that is shown or chosen. @return whether that can be done there; there is no such key for what is real */
    private boolean test() {
        Optional<Node> button = Seen.find(content, "#action-test-failover").filter(node -> !node.isDisabled());
        button.ifPresent(node -> ((Button) node).fire());
        return button.isPresent();
    }

    private boolean plain(KeyCode code) {
        switch (code) {
            case F5 -> commands.refresh();
            case F6 -> cycle();
            case ESCAPE -> {
                boolean open = model.drawer().get();
                model.drawer().set(false);
                return open;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The keyboard goes on to the next region: sidebar, content, status strip. */
    private void cycle() {
        List<Node> regions = List.of(sidebarEntries, content, moreJobs);
        Node owner = root.getScene().getFocusOwner();
        int now = 0;
        for (int i = 0; i < regions.size(); i++) {
            if (Seen.within(owner, regions.get(i))) {
                now = i + 1;
            }
        }
        Seen.first(regions.get(now % regions.size())).requestFocus();
    }

    @FXML
    private void narrow() {
        sidebar.narrow().set(!sidebar.narrow().get());
        commands.narrowSidebar(sidebar.narrow().get());
    }

    @FXML
    private void goBack() {
        navigator.back();
    }

    @FXML
    private void openPalette() {
        palette.toggle();
    }

    @FXML
    private void showAlerts() {
        navigator.go(Screen.ALERTS);
    }

    @FXML
    private void switchTheme() {
        commands.switchTheme();
    }

    @FXML
    private void help() {
        commands.help();
    }

    @FXML
    private void switchLanguage() {
        commands.switchLanguage();
    }

    @FXML
    private void toggleDrawer() {
        model.drawer().set(!model.drawer().get());
    }

    /** @param narrow as the person left it */
    public void narrowSidebar(boolean narrow) {
        sidebar.narrow().set(narrow);
    }
}
