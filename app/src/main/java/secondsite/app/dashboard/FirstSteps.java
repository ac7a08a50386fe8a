package secondsite.app.dashboard;

import jakarta.inject.Inject;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Texts;

/** The checklist of a deployment that protects nothing yet, in place of figures that would all be nought. */
final class FirstSteps {

    private final FirstStepsViewModel model;
    private final Actions actions;
    private final ActionControls controls;
    private final Texts texts;
    private final InvalidationListener changed = _ -> show();
    private VBox card;
    private Node figures;

    @Inject
    FirstSteps(FirstStepsViewModel model, Actions actions, ActionControls controls, Texts texts) {
        this.model = model;
        this.actions = actions;
        this.controls = controls;
        this.texts = texts;
    }

    /** @param into gets the list @param instead of what it is shown */
    void showIn(VBox into, Node instead) {
        card = into;
        figures = instead;
        model.lines().addListener(new WeakInvalidationListener(changed));
        show();
    }

    private void show() {
        boolean wanted = !model.lines().get().isEmpty();
        appear(card, wanted);
        appear(figures, !wanted);
        card.getChildren().clear();
        if (wanted) {
            card.getChildren().add(head());
            model.lines().get().forEach(line -> card.getChildren().add(line(line)));
        }
    }

    private static void appear(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private Node head() {
        var title = new Label(texts.text("dashboard.first.title"));
        title.getStyleClass().add("kpi");
        title.getStyleClass().add("words");
        var why = new Label(texts.text("dashboard.first.why"));
        why.getStyleClass().add("muted");
        why.setWrapText(true);
        long done = model.lines().get().stream().filter(FirstStepsViewModel.Line::done).count();
        var progress = new Label(texts.text("dashboard.first.progress", done, model.lines().get().size()));
        progress.getStyleClass().add("muted");
        progress.setMinWidth(Region.USE_PREF_SIZE);
        var words = new VBox(title, why);
        HBox.setHgrow(words, Priority.ALWAYS);
        var picture = new FontIcon("ci-security");
        picture.getStyleClass().add("first-picture");
        var line = new HBox(picture, words, progress);
        line.getStyleClass().add("attention-line");
        return line;
    }

    private Node line(FirstStepsViewModel.Line line) {
        String key = "dashboard.first." + line.step().name();
        var title = new Label(texts.text(key));
        title.getStyleClass().add(line.done() ? "muted" : "strong");
        var why = new Label(texts.text(key + ".why"));
        why.getStyleClass().add("muted");
        why.setWrapText(true);
        var words = new VBox(title, why);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(line.done() ? new StatusIcon(Status.OK) : number(line), words);
        row.getStyleClass().add("attention-line");
        row.setAccessibleText(texts.text(line.done() ? "dashboard.first.done" : "dashboard.first.open",
                title.getText()));
        if (line.next()) {
            row.getChildren().add(controls.button(actions.action(line.step().action(), Void.class), null));
        }
        return row;
    }

    private static Node number(FirstStepsViewModel.Line line) {
        var number = new Label(Integer.toString(line.step().ordinal() + 1));
        number.getStyleClass().addAll("first-number", line.next() ? "next" : "later");
        return number;
    }
}
