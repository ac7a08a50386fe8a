package secondsite.app.wizard;

import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Texts;

/** The step that shows what was looked at: asked whenever somebody comes to it, and again on demand. */
public final class ChecksStep implements Step {

    private final Checks checks;
    private final Texts texts;
    private final VBox rows = new VBox();
    private final Label summary = new Label();
    private final Node page;

    public ChecksStep(Checks checks, Texts texts) {
        this.checks = checks;
        this.texts = texts;
        this.page = build();
        checks.found().addListener((InvalidationListener) _ -> show());
        checks.asking().addListener(_ -> show());
    }

    private Node build() {
        var again = new Button(texts.text("wizard.checks.again"), new FontIcon("ci-renew"));
        again.setId("wizard-checks-again");
        again.setOnAction(_ -> checks.ask());
        again.disableProperty().bind(checks.asking());
        var busy = new ProgressIndicator();
        busy.getStyleClass().add("wizard-busy");
        busy.visibleProperty().bind(checks.asking());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        summary.getStyleClass().add("strong");
        var head = new HBox(summary, busy, space, again);
        head.getStyleClass().add("wizard-line");
        rows.getStyleClass().add("wizard-checks");
        var whole = new VBox(head, rows);
        whole.getStyleClass().add("wizard-form");
        return whole;
    }

    private void show() {
        summary.setText(checks.asking().get() && checks.found().isEmpty()
                ? texts.text("wizard.checks.asking")
                : texts.text("wizard.checks.summary", checks.count(Check.Outcome.GOOD),
                        checks.count(Check.Outcome.WARNING), checks.count(Check.Outcome.FORBIDS)));
        rows.getChildren().setAll(checks.found().stream().map(this::row).toList());
        rows.setOpacity(checks.asking().get() ? 0.5 : 1);
    }

    private Node row(Check check) {
        var title = new Label(check.title());
        title.setWrapText(true);
        var text = new VBox(title);
        if (!check.detail().isEmpty()) {
            var detail = new Label(check.detail());
            detail.getStyleClass().add("muted");
            detail.setWrapText(true);
            text.getChildren().add(detail);
        }
        HBox.setHgrow(text, Priority.ALWAYS);
        var line = new HBox(new StatusIcon(status(check.outcome())), text);
        line.getStyleClass().add("wizard-check");
        line.setFocusTraversable(true);
        line.setAccessibleText(texts.text("wizard.check." + status(check.outcome()).styleClass()) + ": " + check.title()
                + ". " + check.detail());
        return line;
    }

    private static Status status(Check.Outcome outcome) {
        return switch (outcome) {
            case GOOD -> Status.OK;
            case WARNING -> Status.WARN;
            case FORBIDS -> Status.CRIT;
        };
    }

    @Override
    public String title() {
        return texts.text("wizard.step.checks");
    }

    @Override
    public Node page() {
        return page;
    }

    @Override
    public ObservableValue<String> fault() {
        return checks.fault();
    }

    @Override
    public void entered() {
        checks.ask();
    }
}
