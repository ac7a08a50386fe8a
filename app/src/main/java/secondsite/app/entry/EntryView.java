package secondsite.app.entry;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.fx.Texts;
import secondsite.app.kept.Environment;
import secondsite.app.kept.Profile;

/** The page on which somebody signs in. */
public final class EntryView {

    private final EntryViewModel model;
    private final Texts texts;
    private final ListChangeListener<Profile> changed = _ -> showKnown();

    @FXML
    private VBox known;
    @FXML
    private VBox knownBox;
    @FXML
    private VBox form;
    @FXML
    private VBox guide;
    @FXML
    private TextField name;
    @FXML
    private TextField server;
    @FXML
    private Label serverFault;
    @FXML
    private TextField authority;
    @FXML
    private Label authorityFault;
    @FXML
    private TextField user;
    @FXML
    private PasswordField password;
    @FXML
    private ComboBox<Environment> environment;
    @FXML
    private Label problem;
    @FXML
    private Button signIn;
    @FXML
    private ProgressIndicator busy;

    @Inject
    EntryView(EntryViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
    }

    @FXML
    private void initialize() {
        name.textProperty().bindBidirectional(model.name());
        server.textProperty().bindBidirectional(model.server());
        authority.textProperty().bindBidirectional(model.authority());
        user.textProperty().bindBidirectional(model.user());
        password.textProperty().bindBidirectional(model.password());
        environment.getItems().setAll(Environment.values());
        environment.setConverter(new Words());
        environment.valueProperty().bindBidirectional(model.environment());
        fault(serverFault, model.serverFault(), server);
        fault(authorityFault, model.authorityFault(), authority);
        fault(problem, model.problem(), null);
        signIn.disableProperty().bind(model.complete().not());
        busy.visibleProperty().bind(model.busy());
        shown(guide, model.guide());
        shown(form, model.guide().not());
        // The model lives longer than the view, which goes with the language.
        model.known().addListener(new WeakListChangeListener<>(changed));
        showKnown();
    }

    private static void shown(Node node, ObservableValue<Boolean> when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(when);
    }

    private static void fault(Label label, ObservableValue<String> said, Node of) {
        label.textProperty().bind(said);
        shown(label, label.textProperty().isNotEmpty());
        if (of != null) {
            of.accessibleHelpProperty().bind(said);
        }
    }

    private void showKnown() {
        known.getChildren().setAll(model.known().stream().map(this::row).toList());
        boolean some = !model.known().isEmpty();
        knownBox.setVisible(some);
        knownBox.setManaged(some);
        (user.getText().isBlank() ? server : password).requestFocus();
    }

    private Node row(Profile profile) {
        Label title = new Label(profile.name());
        title.getStyleClass().add("strong");
        Label detail = new Label(profile.server().getAuthority() + " · "
                + texts.text("environment." + profile.environment().name().toLowerCase(Locale.ROOT)));
        detail.getStyleClass().add("meta");
        VBox words = new VBox(title, detail);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox content = new HBox(new FontIcon("ci-data-base"), words);
        content.getStyleClass().add("known-server");
        Button choose = new Button();
        choose.setGraphic(content);
        choose.getStyleClass().add("known-server-button");
        choose.setMaxWidth(Double.MAX_VALUE);
        choose.setAccessibleText(profile.name());
        choose.setOnAction(_ -> {
            model.choose(profile);
            password.requestFocus();
        });
        Button forget = new Button(null, new FontIcon("ci-close"));
        forget.getStyleClass().addAll(List.of("flat", "icon-button"));
        forget.setAccessibleText(texts.text("entry.known.forget", profile.name()));
        forget.setOnAction(_ -> model.forget(profile));
        HBox row = new HBox(choose, forget);
        HBox.setHgrow(choose, Priority.ALWAYS);
        row.getStyleClass().add("known-server-row");
        return row;
    }

    @FXML
    private void signIn() {
        model.signIn();
    }

    @FXML
    private void other() {
        model.other();
        server.requestFocus();
    }

    @FXML
    private void showGuide() {
        model.guide().set(true);
    }

    @FXML
    private void hideGuide() {
        model.guide().set(false);
    }

    /** Says environments in words. */
    private final class Words extends StringConverter<Environment> {
        @Override
        public String toString(Environment value) {
            return value == null ? "" : texts.text("environment." + value.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public Environment fromString(String text) {
            throw new UnsupportedOperationException("is chosen, not typed");
        }
    }
}
