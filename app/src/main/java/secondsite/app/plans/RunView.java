package secondsite.app.plans;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.control.EmptyState;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.StatusPill;
import secondsite.app.dialog.Destination;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.fx.Texts;

/** The runs of a plan at the left; at the right one of them, step by step. */
public final class RunView {

    private static final int LONGEST_NOTE = 2_000;

    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final RunViewModel model;
    private final Texts texts;
    private final Dialogs dialogs;
    private final Destination destination;
    private final FieldChecks checks;
    private final InvalidationListener changed = _ -> show();
    private List<RunViewModel.Line> lines = List.of();
    private List<RunStepRow> rows = List.of();

    @FXML
    private VBox list;
    @FXML
    private VBox run;
    @FXML
    private HBox head;
    @FXML
    private Label title;
    @FXML
    private StatusPill pill;
    @FXML
    private FlowPane facts;
    @FXML
    private VBox steps;
    @FXML
    private VBox decisions;
    @FXML
    private Label why;
    @FXML
    private Label problem;
    @FXML
    private Button stop;
    @FXML
    private Button cancel;
    @FXML
    private Button clean;
    @FXML
    private Button evidence;

    @Inject
    RunView(RunViewModel model, Texts texts, Dialogs dialogs, Destination destination, FieldChecks checks) {
        this.dialogs = dialogs;
        this.destination = destination;
        this.checks = checks;
        this.model = model;
        this.texts = texts;
    }

    @FXML
    private void initialize() {
        why.managedProperty().bind(why.textProperty().isNotEmpty());
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.visibleProperty().bind(problem.managedProperty());
        model.anew();
        model.page().addListener(new WeakInvalidationListener(changed));
        show();
    }

    private void show() {
        RunViewModel.Page page = model.page().get();
        if (!page.runs().equals(lines) || list.getChildren().isEmpty()) {
            lines = page.runs();
            list.getChildren().setAll(lines.isEmpty() ? List.of(none()) : lines.stream().map(this::line).toList());
        }
        list.getChildren().forEach(node -> node.pseudoClassStateChanged(CHOSEN,
                page.run() != null && ("run-" + page.run()).equals(node.getId())));
        problem.setText(page.problem());
        appear(run, !page.title().isEmpty());
        title.setText(page.title());
        head.getStyleClass().setAll("run-head", page.test() ? "test" : "real");
        pill.show(page.status(), page.state());
        facts.getChildren().setAll(page.facts().stream().map(fact -> PlansView.fact(fact.name(), fact.value()))
                .toList());
        steps(page.steps());
        decisions.getChildren().setAll(page.decisions().stream().map(RunView::muted).toList());
        boolean may = page.act().allowed();
        why.setText(page.over() && !page.toClean() ? "" : page.act().reason());
        appear(stop, !page.over());
        stop.setDisable(!may);
        appear(cancel, !page.over() && page.test());
        cancel.setDisable(!may);
        appear(clean, page.toClean());
        clean.setDisable(!may);
        appear(evidence, page.over());
    }

    /** Only what changed is made anew: a button that somebody is about to press stays where it is. */
    private void steps(List<RunStepRow> now) {
        if (now.size() != rows.size() || steps.getChildren().size() != now.size()) {
            steps.getChildren().setAll(now.stream().map(this::row).toList());
        } else {
            for (int i = 0; i < now.size(); i++) {
                if (!now.get(i).equals(rows.get(i))) {
                    steps.getChildren().set(i, row(now.get(i)));
                }
            }
        }
        rows = now;
    }

    private static void appear(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private Node none() {
        return new EmptyState(CarbonIcons.RECENTLY_VIEWED, texts.text("plan.runs.none"),
                texts.text("plan.runs.none.why"));
    }

    private Node line(RunViewModel.Line line) {
        Label name = new Label(line.title());
        name.getStyleClass().add("strong");
        Label detail = new Label(line.detail());
        detail.getStyleClass().add("muted");
        VBox text = new VBox(name, detail);
        HBox content = new HBox(new StatusIcon(line.status()), text);
        content.getStyleClass().add("run-line");
        Button open = new Button(null, content);
        open.setId("run-" + line.id());
        open.getStyleClass().addAll("row-button", "run-button");
        open.setMaxWidth(Double.MAX_VALUE);
        open.setAccessibleText(line.title() + ", " + line.detail());
        open.setOnAction(_ -> model.choose(line.id()));
        return open;
    }

    private static Label muted(String said) {
        Label label = new Label(said);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        return label;
    }

    private Node row(RunStepRow step) {
        Label number = new Label(Integer.toString(step.number()));
        number.getStyleClass().addAll("muted", "legend-number");
        Label name = new Label(step.name());
        name.getStyleClass().add("strong");
        Label state = muted(step.state());
        state.setMinWidth(Region.USE_PREF_SIZE);
        VBox text = new VBox(name);
        HBox.setHgrow(text, Priority.ALWAYS);
        for (String said : List.of(step.result(), step.detail())) {
            if (!said.isEmpty()) {
                text.getChildren().add(muted(said));
            }
        }
        Label took = muted(step.time());
        took.getStyleClass().add("run-time");
        HBox line = new HBox(number, new StatusIcon(step.status()), new FontIcon(RunWords.icon(step.kind())), text,
                state, took);
        line.getStyleClass().add("run-step");
        decide(step, line);
        if (!step.first()) {
            return line;
        }
        Label group = new Label(step.group());
        group.getStyleClass().addAll("meta", "run-group");
        return new VBox(group, line);
    }

    private void decide(RunStepRow step, HBox line) {
        boolean may = model.page().get().act().allowed();
        if (step.confirm()) {
            line.getChildren().add(button("confirm-" + step.number(), "plan.step.confirm", "accent", may,
                    () -> ask("confirm", step.name(), false, note -> model.confirm(step.number(), note))));
        }
        if (step.decide()) {
            line.getChildren().add(button("retry-" + step.number(), "plan.step.retry", "accent", may,
                    () -> model.retry(step.number(), "")));
        }
        if (step.decide() || step.confirm()) {
            line.getChildren().add(button("skip-" + step.number(), "plan.step.skip", "flat", may,
                    () -> ask("skip", step.name(), true, note -> model.skip(step.number(), note))));
        }
    }

    private Button button(String id, String key, String style, boolean may, Runnable run) {
        Button button = new Button(texts.text(key));
        button.setId(id);
        button.getStyleClass().add(style);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setDisable(!may);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private void ask(String what, String about, boolean grave, Consumer<String> deed) {
        var note = new TextEntry("plan-note", texts.text("plan.note"), TextEntry.Kind.LINE, "",
                checks.text(LONGEST_NOTE));
        dialogs.ask(new Question(texts.text("plan.ask." + what + ".title", about),
                List.of(texts.text("plan.ask." + what + ".text")), new Form(List.of(note)),
                texts.text("plan.ask." + what + ".go"), texts.text("plan.back"), grave), note::text, deed);
    }

    @FXML
    private void stop() {
        ask("stop", title.getText(), true, model::stop);
    }

    @FXML
    private void cancel() {
        ask("cancel", title.getText(), true, model::cancel);
    }

    @FXML
    private void clean() {
        ask("clean", title.getText(), false, model::clean);
    }

    @FXML
    private void evidence() {
        destination.ask(texts.text("plan.evidence.file")).ifPresent(model::evidence);
    }
}
