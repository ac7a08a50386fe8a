package secondsite.app.infrastructure.agents;

import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import secondsite.api.security.Credential;
import secondsite.app.fx.Texts;
import secondsite.app.infrastructure.agents.SignInViewModel.Way;
import secondsite.app.wizard.Form;

/** Where a person says with what is signed in on the machines. */
final class SignInPage {

    private static final double WIDTH = 290;
    private static final double WIDE = 596;
    private static final int KEY_ROWS = 4;
    private static final double KEY_HEIGHT = 64;

    private final SignInViewModel model;
    private final Texts texts;

    SignInPage(SignInViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
    }

    Node page() {
        var group = new ToggleGroup();
        var form = new Form().heading(texts.text("install.sign-in.heading"))
                .explanation(texts.text("install.sign-in.explanation"));
        for (Way way : Way.values()) {
            form.option(group, "install-way-" + way.name().toLowerCase(java.util.Locale.ROOT), model.way(), way,
                    texts.text("install.sign-in.way." + way), "");
        }
        ObservableValue<Boolean> typed = model.way().map(way -> way != Way.KEPT);
        ObservableValue<Boolean> password = model.way().map(way -> way == Way.PASSWORD);
        ObservableValue<Boolean> key = model.way().map(way -> way == Way.KEY);
        return form.add(when(model.way().map(way -> way == Way.KEPT), kept()))
                .add(when(typed, pair(field("install-user", "install.sign-in.user", new TextField(), model.user()),
                        when(password, field("install-password", "install.sign-in.password", new PasswordField(),
                                model.password())),
                        when(key, field("install-passphrase", "install.sign-in.passphrase", new PasswordField(),
                                model.passphrase())))))
                .add(when(key, key()))
                .add(when(typed, field("install-sudo", "install.sign-in.sudo", new PasswordField(), model.sudo())))
                .check("install-trust", model.trust(), texts.text("install.sign-in.trust"),
                        texts.text("install.sign-in.trust.meaning"))
                .page();
    }

    private static Node when(ObservableValue<Boolean> shown, Node node) {
        node.visibleProperty().bind(shown);
        node.managedProperty().bind(shown);
        return node;
    }

    private static Node pair(Node... all) {
        var line = new HBox(all);
        line.getStyleClass().add("install-pair");
        return line;
    }

    private Node field(String id, String label, TextInputControl control, Property<String> typed) {
        control.setId(id);
        control.setPrefWidth(WIDTH);
        control.setMaxWidth(WIDTH);
        control.setAccessibleText(texts.text(label));
        control.textProperty().bindBidirectional(typed);
        return bare(label, control);
    }

    /** Without the edges of a page. */
    private VBox bare(String label, Node control) {
        var page = (VBox) new Form().field(texts.text(label), control, new ReadOnlyStringWrapper("")).page();
        page.getStyleClass().setAll("install-field");
        return page;
    }

    private Node key() {
        var area = new TextArea();
        area.setId("install-key");
        area.setPrefRowCount(KEY_ROWS);
        area.setMinHeight(KEY_HEIGHT);
        area.setPrefWidth(WIDE);
        area.setMaxWidth(WIDE);
        area.getStyleClass().add("command");
        area.setPromptText("-----BEGIN OPENSSH PRIVATE KEY-----");
        area.setAccessibleText(texts.text("install.sign-in.key"));
        area.textProperty().bindBidirectional(model.key());
        return bare("install.sign-in.key", area);
    }

    private Node kept() {
        var choice = new ComboBox<Credential>();
        choice.setId("install-credential");
        choice.setPrefWidth(WIDTH);
        choice.setAccessibleText(texts.text("install.sign-in.credential"));
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(Credential each) {
                return each == null ? "" : each.name() + " · " + each.userName();
            }

            @Override
            public Credential fromString(String text) {
                return choice.getItems().stream().filter(each -> toString(each).equals(text)).findFirst().orElse(null);
            }
        });
        choice.getItems().setAll(model.credentials().get());
        model.credentials().addListener((_, _, now) -> {
            Credential chosen = model.credential().get();
            choice.getItems().setAll(now);
            model.credential().set(chosen);
        });
        choice.valueProperty().bindBidirectional(model.credential());
        return bare("install.sign-in.credential", choice);
    }
}
