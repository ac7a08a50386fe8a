package secondsite.app.dialog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import secondsite.app.action.Gate;
import secondsite.app.form.FormPane;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;
import secondsite.app.wizard.GatePane;
import secondsite.app.wizard.GateViewModel;
import secondsite.app.words.FailureText;

/** Puts dialogs as a layer over the whole window, so that nothing below it can be clicked meanwhile. */
@Singleton
public final class LayeredDialogs implements Dialogs {

    private final Tasks tasks;
    private final Texts texts;
    private final FailureText failures;
    private final Session session;
    private final Destination destination;
    private final Toasts toasts;

    @Inject
    public LayeredDialogs(Tasks tasks, Texts texts, FailureText failures, Session session, Destination destination,
            Toasts toasts) {
        this.destination = destination;
        this.toasts = toasts;
        this.session = session;
        this.tasks = tasks;
        this.texts = texts;
        this.failures = failures;
    }

    @Override
    public <T> void ask(Question question, Callable<T> deed, Consumer<? super T> done) {
        Gate height = question.gate().in(session.profile().environment());
        if (height == Gate.NONE && question.form().fields().isEmpty()) {
            tasks.run(deed, done, this::fail);
        } else {
            ask(question, new GateViewModel(height, question.object(), question.consequence(), texts), deed, done);
        }
    }

    private <T> void ask(Question question, GateViewModel gate, Callable<T> deed, Consumer<? super T> done) {
        Layer layer = new Layer();
        FormPane form = new FormPane(question.form());
        Label problem = problem();
        Button refuse = button("dialog-cancel", question.refusal());
        refuse.setCancelButton(true);
        refuse.setOnAction(_ -> layer.close());
        Button confirm = button("dialog-confirm", question.verb());
        confirm.getStyleClass().add(question.grave() ? "danger" : "accent");
        confirm.setDefaultButton(!question.grave());
        var busy = new SimpleBooleanProperty();
        confirm.disableProperty().bind(question.form().valid().not().or(busy).or(gate.missing().isNotEmpty()));
        var around = new StackPane(confirm);
        // A disabled button shows no tooltip; what stands around it says what is still to be done.
        var missing = new Tooltip();
        missing.textProperty().bind(gate.missing());
        gate.missing().addListener((_, _, why) -> hint(around, missing, why));
        hint(around, missing, gate.missing().get());
        confirm.setOnAction(_ -> {
            busy.set(true);
            problem.setText("");
            tasks.run(deed, result -> {
                layer.close();
                done.accept(result);
            }, e -> {
                busy.set(false);
                problem.setText(failures.of(e));
            });
        });
        VBox body = new VBox(heading(question.title()));
        question.sentences().forEach(sentence -> body.getChildren().add(sentence(sentence)));
        GatePane passing = new GatePane(texts);
        passing.show(gate);
        body.getChildren().addAll(form, passing, problem, buttons(refuse, around));
        layer.open(body, question.form().fields().isEmpty() || question.grave() ? refuse : form.first());
    }

    private static void hint(Node on, Tooltip why, String text) {
        if (text.isEmpty()) {
            Tooltip.uninstall(on, why);
        } else {
            Tooltip.install(on, why);
        }
    }

    @Override
    public void tell(String title, String hint, String text) {
        tell(title, sentence(hint), text);
    }

    @Override
    public void tell(String title, ObservableValue<String> hint, String text) {
        Label said = sentence(hint.getValue());
        said.textProperty().bind(hint);
        // What ticks does not keep a dialog that is closed.
        said.sceneProperty().subscribe((before, now) -> {
            if (before != null && now == null) {
                said.textProperty().unbind();
            }
        });
        tell(title, said, text);
    }

    private void tell(String title, Label hint, String text) {
        Layer layer = new Layer();
        TextArea shown = new TextArea(text);
        shown.setId("dialog-text");
        shown.setEditable(false);
        shown.setWrapText(true);
        shown.setPrefRowCount(6);
        shown.getStyleClass().add("command");
        Button copy = button("dialog-copy", texts.text("dialog.copy"));
        copy.setOnAction(_ -> copy(text));
        Button close = button("dialog-cancel", texts.text("dialog.close"));
        close.setCancelButton(true);
        close.setOnAction(_ -> layer.close());
        layer.open(new VBox(heading(title), hint, shown, buttons(copy, close)), close);
    }

    @Override
    public void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    @Override
    public void fail(Exception why) {
        tell(texts.text("dialog.failed"), texts.text("dialog.failed-hint"), failures.of(why));
    }

    @Override
    public void save(String name, String content) {
        destination.ask(name).ifPresent(file -> tasks.run(() -> WrittenText.write(file, content),
                written -> toasts.say(texts.text("dialog.written", written)), this::fail));
    }

    private static Window window() {
        List<Window> shown = Window.getWindows().stream().filter(Window::isShowing)
                .filter(Stage.class::isInstance).toList();
        return shown.stream().filter(Window::isFocused).findFirst().orElseGet(() -> shown.getFirst());
    }

    private static Button button(String id, String name) {
        Button button = new Button(name);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static HBox buttons(Node... all) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(space);
        line.getChildren().addAll(all);
        line.getStyleClass().add("dialog-buttons");
        return line;
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("dialog-title");
        label.setWrapText(true);
        return label;
    }

    private static Label sentence(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label problem() {
        Label label = sentence("");
        label.setId("dialog-problem");
        label.getStyleClass().add("problem");
        label.setMaxWidth(Double.MAX_VALUE);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.textProperty().isNotEmpty());
        return label;
    }

    /** One dialog above all else. */
    private static final class Layer {

        private final StackPane veil = new StackPane();
        private Pane root;
        private Node before;

        void open(VBox body, Node first) {
            root = (Pane) window().getScene().getRoot();
            before = root.getScene().getFocusOwner();
            body.getStyleClass().add("dialog");
            body.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
            veil.getStyleClass().add("dialog-layer");
            veil.getChildren().setAll(body);
            veil.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
            root.getChildren().add(veil);
            root.applyCss();
            first.requestFocus();
        }

        private void key(KeyEvent key) {
            if (key.getCode() == KeyCode.ESCAPE) {
                close();
                key.consume();
            }
        }

        void close() {
            root.getChildren().remove(veil);
            if (before != null) {
                before.requestFocus();
            }
        }
    }
}
