package secondsite.app.infrastructure.agents;

import java.util.List;
import java.util.Objects;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Texts;
import secondsite.app.infrastructure.agents.CheckedMachine.Verdict;
import secondsite.app.wizard.Step;

/** The machines as they are looked at, one after another, and beside them all that was looked at on the one that is chosen. */
final class PreflightStep implements Step {

    private final PreflightViewModel model;
    private final CheckList checks;
    private final Texts texts;
    private final ObservableList<CheckedMachine> shown = FXCollections.observableArrayList();
    private final ListView<CheckedMachine> list = new ListView<>(shown);
    private final VBox detail = new VBox();
    private final Label summary = new Label();
    private final Button without = new Button();
    private final Node page;
    private CheckedMachine seen;

    PreflightStep(PreflightViewModel model, CheckList checks, Texts texts) {
        this.model = model;
        this.checks = checks;
        this.texts = texts;
        this.page = build();
        model.found().addListener((InvalidationListener) _ -> show());
        model.running().addListener(_ -> show());
        show();
    }

    private Node build() {
        var again = new Button(texts.text("wizard.checks.again"), new FontIcon("ci-renew"));
        again.setId("wizard-checks-again");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(_ -> model.again());
        again.disableProperty().bind(model.running());
        without.setId("install-leave-out");
        without.setMaxWidth(Double.MAX_VALUE);
        without.setText(texts.text("install.checks.leave-out"));
        without.setOnAction(_ -> model.leaveOutFailed());
        var busy = new ProgressIndicator();
        busy.getStyleClass().add("wizard-busy");
        busy.visibleProperty().bind(model.running());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        summary.getStyleClass().add("strong");
        var head = new HBox(summary, busy, space, again);
        head.getStyleClass().add("wizard-line");
        list.setId("install-checked");
        list.setAccessibleText(texts.text("install.step.checks"));
        list.setCellFactory(_ -> new Machine());
        list.getStyleClass().add("install-checked");
        list.getSelectionModel().selectedItemProperty().addListener(_ -> detail());
        list.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            CheckedMachine focused = list.getFocusModel().getFocusedItem();
            if (key.getCode() == KeyCode.SPACE && focused != null) {
                model.leaveOut(focused, !focused.out());
                key.consume();
            }
        });
        var scroll = new ScrollPane(detail);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("plain-scroll", "install-detail");
        HBox.setHgrow(scroll, Priority.ALWAYS);
        detail.getStyleClass().add("install-checks");
        var machines = new VBox(list, without);
        VBox.setVgrow(list, Priority.ALWAYS);
        machines.getStyleClass().add("install-machines");
        var both = new HBox(machines, scroll);
        both.getStyleClass().add("install-pair");
        VBox.setVgrow(both, Priority.ALWAYS);
        var whole = new VBox(head, both);
        whole.getStyleClass().addAll("wizard-form", "install-preflight");
        return whole;
    }

    private void show() {
        summary.setText(texts.text("install.checks.summary", model.count(Verdict.GOOD), model.count(Verdict.WARNING),
                model.count(Verdict.FAILED), model.count(Verdict.WAITING)));
        without.setVisible(model.count(Verdict.FAILED) > 0);
        without.setManaged(without.isVisible());
        List<CheckedMachine> now = model.found().get();
        if (now.size() != shown.size()) {
            shown.setAll(now);
        }
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).equals(shown.get(i))) {
                shown.set(i, now.get(i));
            }
        }
        if (list.getSelectionModel().getSelectedIndex() < 0 && !shown.isEmpty()) {
            list.getSelectionModel().select(0);
        }
        detail();
    }

    private void detail() {
        int chosen = list.getSelectionModel().getSelectedIndex();
        CheckedMachine now = chosen < 0 || chosen >= shown.size() ? null : shown.get(chosen);
        if (Objects.equals(now, seen)) {
            return;
        }
        seen = now;
        detail.getChildren().clear();
        if (now != null && now.told() != null) {
            boolean asks = PreflightViewModel.asksForKey(now);
            if (asks) {
                detail.getChildren().add(key(now));
            } else if (now.verdict() == Verdict.FAILED && now.told().checks().stream()
                    .noneMatch(check -> check.outcome() == PreflightCheck.Outcome.FAILED)) {
                detail.getChildren().add(note("crit", now.why()));
            }
            detail.getChildren().addAll(
                    checks.rows(now.told(), asks ? PreflightViewModel.key(now).orElse(null) : null));
        } else if (now != null) {
            detail.getChildren().add(text(texts.text("install.checks.waiting"), "muted"));
        }
    }

    private static Label text(String said, String style) {
        var label = new Label(said);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static HBox note(String kind, String said) {
        Label label = text(said, "strong");
        HBox.setHgrow(label, Priority.ALWAYS);
        var box = new HBox(new FontIcon("ci-warning-alt-filled"), label);
        box.getStyleClass().addAll("wizard-note", kind);
        return box;
    }

    /** Nobody has said yet that it is the machine that is meant. */
    private Node key(CheckedMachine machine) {
        boolean changed = PreflightViewModel.key(machine)
                .filter(code -> code == ErrorCode.HOST_KEY_CHANGED).isPresent();
        var believe = new Button(texts.text("install.key.confirm"), new FontIcon("ci-fingerprint-recognition"));
        believe.setId("install-confirm-key");
        believe.setOnAction(_ -> model.confirm(machine));
        var print = text(machine.told().hostKey(), "evidence");
        print.setId("install-fingerprint");
        var words = new VBox(text(texts.text(changed ? "install.key.changed" : "install.key.unknown"), "strong"), print,
                text(texts.text("install.key.compare"), "muted"), believe);
        words.getStyleClass().add("install-key");
        HBox.setHgrow(words, Priority.ALWAYS);
        var box = new HBox(words);
        box.getStyleClass().addAll("wizard-note", changed ? "crit" : "warn");
        return box;
    }

    private static Status status(CheckedMachine machine) {
        return switch (machine.verdict()) {
            case WAITING -> Status.SYNC;
            case GOOD -> Status.OK;
            case WARNING -> Status.WARN;
            case FAILED -> Status.CRIT;
        };
    }

    /** A machine, and whether it is among them. */
    private final class Machine extends ListCell<CheckedMachine> {

        private final CheckBox box = new CheckBox();
        private final StatusIcon icon = new StatusIcon();
        private final Label address = new Label();
        private final Label why = new Label();
        private final VBox words = new VBox(address, why);
        private final HBox line = new HBox(box, icon, words);

        Machine() {
            line.getStyleClass().add("install-line");
            words.setAlignment(Pos.CENTER_LEFT);
            why.getStyleClass().addAll("muted", "meta");
            why.managedProperty().bind(why.textProperty().isNotEmpty());
            box.setFocusTraversable(false);
            box.setOnAction(_ -> {
                if (getItem() != null) {
                    model.leaveOut(getItem(), !box.isSelected());
                }
            });
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(CheckedMachine machine, boolean empty) {
            super.updateItem(machine, empty);
            setGraphic(empty || machine == null ? null : line);
            if (!empty && machine != null) {
                box.setSelected(!machine.out());
                box.setAccessibleText(texts.text("install.checks.take", machine.machine().address()));
                icon.setStatus(status(machine));
                address.setText(machine.machine().address());
                why.setText(machine.out() ? texts.text("install.checks.out") : machine.why());
                line.setOpacity(machine.out() ? 0.5 : 1);
                setAccessibleText(machine.machine().address() + ", "
                        + texts.text("install.verdict." + machine.verdict()) + ". " + why.getText());
            }
        }
    }

    @Override
    public String title() {
        return texts.text("install.step.checks");
    }

    @Override
    public Node page() {
        return page;
    }

    @Override
    public ObservableValue<String> fault() {
        return model.fault();
    }

    @Override
    public void entered() {
        model.entered();
    }
}
