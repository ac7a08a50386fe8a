package secondsite.app.plans;

import jakarta.inject.Inject;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlannedStep;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.FailoverKind;
import secondsite.app.action.Gate;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.words.RemarkText;

/** The form by which a run is ordered: a test looks unlike what is real, and none becomes the other. */
public final class RunOrderView {

    private final RunOrderViewModel model;
    private final Texts texts;
    private final Formats formats;
    private final RemarkText remarks;
    private final InvalidationListener changed = _ -> show();
    private Runnable back = () -> {
    };

    @FXML
    private HBox head;
    @FXML
    private FontIcon icon;
    @FXML
    private Label title;
    @FXML
    private Label badge;
    @FXML
    private HBox kinds;
    @FXML
    private RadioButton planned;
    @FXML
    private RadioButton unplanned;
    @FXML
    private ChoiceBox<RunOrderViewModel.Point> point;
    @FXML
    private Label pointFixed;
    @FXML
    private VBox timeBox;
    @FXML
    private TextField time;
    @FXML
    private Label timeFault;
    @FXML
    private CheckBox mapped;
    @FXML
    private Label summary;
    @FXML
    private VBox steps;
    @FXML
    private Label problem;
    @FXML
    private CheckBox read;
    @FXML
    private VBox typedBox;
    @FXML
    private Label typedLabel;
    @FXML
    private TextField typed;
    @FXML
    private Button cancel;
    @FXML
    private StackPane goBox;
    @FXML
    private Button go;

    @Inject
    RunOrderView(RunOrderViewModel model, Texts texts, Formats formats, RemarkText remarks) {
        this.remarks = remarks;
        this.model = model;
        this.texts = texts;
        this.formats = formats;
    }

    @FXML
    private void initialize() {
        point.getItems().setAll(RunOrderViewModel.Point.values());
        point.setConverter(new StringConverter<>() {

            @Override
            public String toString(RunOrderViewModel.Point value) {
                return value == null ? "" : texts.text(value.key());
            }

            @Override
            public RunOrderViewModel.Point fromString(String text) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
        for (Label label : new Label[]{timeFault, problem, badge}) {
            label.managedProperty().bind(label.textProperty().isNotEmpty());
            label.visibleProperty().bind(label.managedProperty());
        }
    }

    /**
     * @param leave what happens when nothing is to be done
     * @param begun what happens when the run has begun
     */
    void open(KnownPlan plan, FailoverKind kind, Runnable leave, Consumer<StartedRun> begun) {
        back = leave;
        model.page().addListener(changed);
        model.order(plan, kind, (_, run) -> begun.accept(run));
        point.setValue(model.page().get().choice().point());
        time.setText(model.page().get().choice().time());
        planned.setSelected(kind == FailoverKind.PLANNED);
        planned.setOnAction(_ -> model.kind(FailoverKind.PLANNED));
        unplanned.setOnAction(_ -> model.kind(FailoverKind.UNPLANNED));
        point.valueProperty().addListener((_, _, wanted) -> model.point(wanted));
        time.textProperty().addListener((_, _, text) -> model.time(text));
        mapped.selectedProperty().addListener((_, _, wanted) -> model.mapped(wanted));
        read.selectedProperty().addListener((_, _, now) -> model.read(now));
        typed.textProperty().addListener((_, _, text) -> model.typed(text));
    }

    /** What has the keyboard first. */
    Node safe() {
        return cancel;
    }

    private void show() {
        RunOrderViewModel.Page page = model.page().get();
        FailoverKind kind = page.choice().kind();
        boolean test = kind == FailoverKind.TEST;
        String look = switch (kind) {
            case TEST -> "test";
            case PLANNED -> "planned";
            case UNPLANNED -> "real";
        };
        head.getStyleClass().setAll("order-head", look);
        icon.setIconLiteral(test ? "ci-chemistry" : "ci-warning-alt");
        title.setText(texts.text("plan.order.title." + kind.name(), page.plan()));
        badge.setText(test ? "" : texts.text("plan.order.not-a-test"));
        appear(kinds, !test);
        boolean free = kind != FailoverKind.PLANNED;
        appear(point, free);
        appear(pointFixed, !free);
        appear(timeBox, free && page.choice().point() == RunOrderViewModel.Point.AT);
        appear(mapped, test);
        timeFault.setText(timeBox.isVisible() ? page.timeFault() : "");
        preview(page);
        problem.setText(page.problem());
        read.setText(model.consequence());
        if (read.isSelected() != page.choice().read()) {
            read.setSelected(page.choice().read());
        }
        appear(read, page.gate().compareTo(Gate.REVIEW) >= 0);
        appear(typedBox, page.gate() == Gate.TYPED);
        typedLabel.setText(texts.text("plan.order.type", page.plan()));
        go.setText(model.verb());
        go.getStyleClass().removeAll("test-fill", "accent", "real-fill");
        go.getStyleClass().add(test ? "test-fill" : kind == FailoverKind.PLANNED ? "accent" : "real-fill");
        go.setDisable(!page.start().allowed());
        Tooltip.install(goBox, page.start().allowed() ? null : new Tooltip(page.start().reason()));
        goBox.setAccessibleText(page.start().reason());
    }

    private static void appear(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private void preview(RunOrderViewModel.Page page) {
        PlanPreview told = page.preview();
        if (told == null) {
            summary.setText(page.asking() ? texts.text("plan.order.asking") : "");
            steps.getChildren().clear();
            return;
        }
        summary.setText(texts.text("plan.order.summary", told.steps().size(), formats.duration(told.seconds()),
                told.lostSeconds() == null
                        ? texts.text("plan.order.lost.unknown")
                        : formats.duration(told.lostSeconds())));
        steps.getChildren().clear();
        told.refusals().forEach(why -> steps.getChildren().add(line(Status.CRIT, why, "")));
        told.steps().forEach(step -> steps.getChildren().add(step(step)));
    }

    private Node step(PlannedStep step) {
        Status status = !step.refusals().isEmpty()
                ? Status.CRIT
                : step.warnings().isEmpty() ? Status.OK : Status.WARN;
        StringBuilder detail = new StringBuilder(step.group());
        if (step.pointTime() != null) {
            detail.append(" · ").append(texts.text("plan.step.point", formats.time(step.pointTime())));
        }
        if (step.masterTarget() != null) {
            detail.append(" · ").append(texts.text("plan.step.host", step.masterTarget()));
        }
        step.refusals().forEach(why -> detail.append(" · ").append(why));
        step.warnings().forEach(why -> detail.append(" · ").append(remarks.of(why)));
        return line(status, texts.text("plan.order.step", step.stage(), step.name()), detail.toString());
    }

    private static Node line(Status status, String text, String more) {
        Label name = new Label(text);
        name.getStyleClass().add("strong");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label detail = new Label(more);
        detail.getStyleClass().add("muted");
        detail.setWrapText(true);
        HBox.setHgrow(detail, Priority.ALWAYS);
        HBox line = new HBox(new StatusIcon(status), name, detail);
        line.getStyleClass().add("order-step");
        return line;
    }

    @FXML
    private void check() {
        model.ask();
    }

    @FXML
    private void leave() {
        back.run();
    }

    @FXML
    private void begin() {
        model.begin();
    }
}
