package secondsite.app.wizard;

import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;

/** A wizard's window: header, steps, the page, buttons. */
public final class WizardView {

    private final WizardSurroundings around;
    private final TickingClock clock;
    private final Texts texts;
    private final Map<Integer, Node> pages = new HashMap<>();
    private final Tooltip why = new Tooltip();
    private final InvalidationListener ticked = _ -> tick();
    private WizardViewModel model;
    /** Null until somebody comes to it: before that, not all is chosen of which it speaks. */
    private ReviewPage review;

    @FXML
    private VBox window;
    @FXML
    private HBox header;
    @FXML
    private FontIcon icon;
    @FXML
    private Label title;
    @FXML
    private Label detail;
    @FXML
    private HBox direction;
    @FXML
    private Label from;
    @FXML
    private Label to;
    @FXML
    private Label badge;
    @FXML
    private VBox steps;
    @FXML
    private ScrollPane scroll;
    @FXML
    private StackPane pageHolder;
    @FXML
    private Label fault;
    @FXML
    private Button alternative;
    @FXML
    private Button cancel;
    @FXML
    private Button back;
    @FXML
    private Button next;
    @FXML
    private StackPane deedPane;
    @FXML
    private Button deed;

    @Inject
    WizardView(WizardSurroundings around, TickingClock clock, Texts texts) {
        this.around = around;
        this.clock = clock;
        this.texts = texts;
    }

    void show(Wizard wizard) {
        model = new WizardViewModel(wizard, around);
        window.getStyleClass().add(wizard.steps().isEmpty() ? "small" : "large");
        if (wizard.steps().isEmpty()) {
            window.setMaxHeight(Region.USE_PREF_SIZE);
        }
        head(wizard);
        fault.textProperty().bind(model.fault());
        fault.visibleProperty().bind(model.fault().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        deed.getStyleClass().add(wizard.kind().styleClass());
        if (wizard.kind() == WizardKind.TEST) {
            deed.setGraphic(new FontIcon(wizard.kind().icon()));
        }
        alternative.setVisible(wizard.alternative().isPresent());
        wizard.alternative().ifPresent(other -> {
            alternative.setText(other.text());
            alternative.setGraphic(new FontIcon(other.icon()));
        });
        boolean none = wizard.steps().isEmpty();
        hide(steps, none);
        hide(back, none);
        hide(next, none);
        hide(cancel, wizard.tells());
        Tooltip.install(deedPane, why);
        window.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        model.current().addListener(_ -> page());
        model.hindrances().addListener(_ -> judge());
        clock.now().addListener(new WeakInvalidationListener(ticked));
        around.freshness().addListener(new WeakInvalidationListener(ticked));
        page();
    }

    private void head(Wizard wizard) {
        header.getStyleClass().add(wizard.kind().styleClass());
        icon.setIconLiteral(wizard.kind().icon());
        title.setText(wizard.title());
        detail.setText(wizard.detail());
        hide(detail, wizard.detail().isEmpty());
        hide(direction, wizard.direction().isEmpty());
        wizard.direction().ifPresent(way -> {
            from.setText(way.from());
            to.setText(way.to());
            direction.setAccessibleText(texts.text("wizard.direction", way.from(), way.to()));
        });
        boolean plain = wizard.kind() == WizardKind.NEUTRAL;
        hide(badge, plain);
        badge.setText(plain ? "" : texts.text(wizard.kind().badgeKey()));
    }

    private static void hide(Node node, boolean hidden) {
        node.setVisible(!hidden);
        node.setManaged(!hidden);
    }

    private void tick() {
        // Who does not read it is not told of the next second.
        clock.now().get();
        around.freshness().get();
        model.tick();
    }

    private void page() {
        list();
        boolean last = model.reviewing();
        Node page = last
                ? review()
                : pages.computeIfAbsent(model.current().get(), number -> model.wizard().steps().get(number).page());
        pageHolder.getChildren().setAll(page);
        scroll.setVvalue(0);
        back.setDisable(model.current().get() == 0);
        next.setVisible(!last);
        judge();
        if (last) {
            (cancel.isVisible() ? cancel : deed).requestFocus();
        } else {
            first(page).requestFocus();
        }
    }

    private Node review() {
        if (review == null) {
            review = new ReviewPage(model, texts);
        }
        return review.node();
    }

    /** The first field of the page; Cancel when there is none. */
    private Node first(Node page) {
        return page.lookupAll("*").stream()
                .filter(node -> node.isFocusTraversable() && !node.isDisabled() && node.isVisible()
                        && !(node instanceof Label))
                .findFirst().orElse(cancel);
    }

    private void list() {
        steps.getChildren().clear();
        for (int i = 0; i <= model.wizard().steps().size(); i++) {
            steps.getChildren().add(entry(i));
        }
    }

    private Node entry(int number) {
        boolean now = number == model.current().get();
        boolean done = !now && model.visited(number) && number < model.wizard().steps().size();
        String name = number == model.wizard().steps().size()
                ? texts.text("wizard.step.review")
                : model.wizard().steps().get(number).title();
        var mark = new FontIcon(now ? "ci-radio-button-checked" : done ? "ci-checkmark-filled" : "ci-radio-button");
        mark.getStyleClass().addAll("wizard-mark", now ? "now" : done ? "done" : "later");
        var entry = new Button(name, mark);
        entry.getStyleClass().add("wizard-step");
        entry.setWrapText(true);
        if (now) {
            entry.getStyleClass().add("now");
        }
        entry.setMaxWidth(Double.MAX_VALUE);
        entry.setFocusTraversable(model.visited(number) && !now);
        entry.setMouseTransparent(!model.visited(number));
        entry.setAccessibleText(texts.text(now ? "wizard.step.now" : done ? "wizard.step.done" : "wizard.step.later",
                number + 1, name));
        entry.setOnAction(_ -> model.go(number));
        return entry;
    }

    private void judge() {
        String hindrance = model.hindrances().get();
        deed.setText(model.wizard().deed().verb().get());
        deed.setDisable(!hindrance.isEmpty());
        // A disabled button is not reached; what stands around it is, and says why.
        deedPane.setFocusTraversable(model.reviewing() && !hindrance.isEmpty());
        deedPane.setAccessibleText(deed.getText() + ": " + hindrance);
        why.setText(hindrance.isEmpty() ? deed.getText() : hindrance);
        back.setDisable(model.current().get() == 0 || model.ordering().get());
    }

    private void key(KeyEvent key) {
        boolean known = true;
        switch (key.getCode()) {
            case ESCAPE -> model.cancel();
            case N -> known = whenAlt(key, model::next);
            case B -> known = whenAlt(key, model::back);
            default -> known = false;
        }
        if (known) {
            key.consume();
        }
    }

    private static boolean whenAlt(KeyEvent key, Runnable what) {
        if (key.isAltDown()) {
            what.run();
        }
        return key.isAltDown();
    }

    @FXML
    private void cancel() {
        model.cancel();
    }

    @FXML
    private void back() {
        model.back();
    }

    @FXML
    private void next() {
        model.next();
    }

    @FXML
    private void alternative() {
        model.alternative();
    }

    @FXML
    private void order() {
        model.order();
    }
}
