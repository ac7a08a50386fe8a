package secondsite.app.settings;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import secondsite.api.activity.BackupStatus;
import secondsite.api.security.AuditPage;
import secondsite.api.security.UserList.User;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.StatusPill;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.form.FormPane;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Looks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.session.LiveModel;
import secondsite.app.table.SelectionBar;
import secondsite.app.table.Tables;

/** A tab for each kind of setting. Who is no administrator sees those that are his. */
public final class SettingsView implements Arrival {

    private final SettingsViewModel model;
    private final NotificationsViewModel notifications;
    private final Formats formats;
    private final Texts texts;
    private final Looks looks;
    private final Tables tables;
    private final Actions actions;
    private final ActionControls controls;
    private final LiveModel live;
    private final CredentialsTab credentials;
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener verified = _ -> judge();
    private final InvalidationListener backedUp = _ -> backup();
    private final InvalidationListener written = _ -> notifications();
    private final InvalidationListener dressed = _ -> general();
    private DataTable<User> users;
    private SelectionBar<User> bar;
    private DataTable<AuditPage.Line> audit;

    @FXML
    private Label problem;
    @FXML
    private TabPane tabs;
    @FXML
    private VBox general;
    @FXML
    private Tab usersTab;
    @FXML
    private VBox usersBox;
    @FXML
    private HBox userTools;
    @FXML
    private Tab credentialsTab;
    @FXML
    private VBox credentialsBox;
    @FXML
    private Tab notificationsTab;
    @FXML
    private VBox notificationFields;
    @FXML
    private Label notificationProblem;
    @FXML
    private Label notificationOutcome;
    @FXML
    private Button notificationSave;
    @FXML
    private Button notificationTest;
    @FXML
    private VBox auditBox;
    @FXML
    private HBox auditTools;
    @FXML
    private VBox backupBox;

    @Inject
    SettingsView(SettingsViewModel model, NotificationsViewModel notifications, Formats formats, Texts texts,
            Looks looks, Tables tables, Actions actions, ActionControls controls, LiveModel live,
            CredentialsTab credentials) {
        this.credentials = credentials;
        this.model = model;
        this.notifications = notifications;
        this.formats = formats;
        this.texts = texts;
        this.looks = looks;
        this.tables = tables;
        this.actions = actions;
        this.controls = controls;
        this.live = live;
    }

    @FXML
    private void initialize() {
        said(problem, model.problem());
        said(notificationProblem, notifications.problem());
        said(notificationOutcome, notifications.outcome());
        users = tables.table("users", User::name, userColumns(), List.of());
        bar = new SelectionBar<>(users, actions.of(User.class), controls);
        bar.watch(live.freshness());
        VBox.setVgrow(users, Priority.ALWAYS);
        usersBox.getChildren().addAll(users, bar);
        audit = tables.table("audit", line -> Long.toString(line.number()), auditColumns(), List.of());
        VBox.setVgrow(audit, Priority.ALWAYS);
        auditBox.getChildren().add(audit);
        if (!model.admin()) {
            tabs.getTabs().removeAll(usersTab, notificationsTab, credentialsTab);
        } else {
            credentials.addTo(credentialsBox);
        }
        model.users().addListener(new WeakInvalidationListener(changed));
        model.audit().addListener(new WeakInvalidationListener(changed));
        live.freshness().addListener(new WeakInvalidationListener(changed));
        model.chain().addListener(new WeakInvalidationListener(verified));
        model.backup().addListener(new WeakInvalidationListener(backedUp));
        notifications.written().addListener(new WeakInvalidationListener(written));
        looks.theme().addListener(new WeakInvalidationListener(dressed));
        general();
        show();
        judge();
        backup();
        notifications();
    }

    private static void said(Label label, ReadOnlyStringProperty what) {
        label.textProperty().bind(what);
        label.visibleProperty().bind(what.isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
    }

    @Override
    public void arrive(Place place) {
        model.ask();
        if (model.admin()) {
            notifications.ask();
            credentials.ask();
        }
    }

    private Node action(String id) {
        return controls.button(actions.action(id, Void.class), null);
    }

    private void general() {
        general.getChildren().setAll(
                setting("settings.theme", texts.text("settings.theme." + looks.theme().get().name()),
                        action("switch-theme")),
                setting("settings.language", texts.text("settings.language." + texts.language().get().tag()),
                        action("switch-language")),
                setting("settings.zone", formats.zone(), new Region()),
                setting("settings.server", model.session().profile().name() + " · " + model.session().server(),
                        new Region()),
                setting("settings.signed-in",
                        model.user() + " · " + texts.text("role." + model.session().role().word()),
                        action("sign-out")));
    }

    private Node setting(String key, String value, Node control) {
        Label name = new Label(texts.text(key));
        name.getStyleClass().add("muted");
        name.setMinWidth(160);
        Label now = new Label(value);
        now.getStyleClass().add("strong");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(name, now, space, control);
        line.getStyleClass().add("setting");
        return line;
    }

    private void show() {
        users.show(model.users().get());
        bar.show();
        audit.show(model.audit().get());
        userTools.getChildren().setAll(action("add-user"));
        judge();
        backup();
    }

    private void judge() {
        auditTools.getChildren().setAll(action("verify-audit"));
        var chain = model.chain().get();
        if (chain != null) {
            auditTools.getChildren().add(chain.firstBroken() == null
                    ? new StatusPill(Status.OK, texts.text("settings.audit.whole"))
                    : new StatusPill(Status.CRIT,
                            texts.text("settings.audit.broken", Long.toString(chain.firstBroken()))));
        }
    }

    private void backup() {
        BackupStatus now = model.backup().get();
        backupBox.getChildren().clear();
        if (now != null) {
            backupBox.getChildren().add(line(now.newest() == null ? Status.WARN : Status.OK, now.newest() == null
                    ? texts.text("settings.backup.none")
                    : texts.text("settings.backup.newest", formats.fullTime(now.newest()))));
            if (now.problem() != null) {
                backupBox.getChildren().add(line(Status.CRIT, now.problem()));
            }
            now.sent().forEach(sent -> backupBox.getChildren()
                    .add(line(sent.problem() == null ? Status.OK : Status.CRIT, sent.problem() == null
                            ? texts.text("settings.backup.sent", sent.place(), sent.name(),
                                    formats.size(sent.bytes()))
                            : texts.text("settings.backup.not-sent", sent.place(), sent.problem()))));
        }
        HBox tools = new HBox(action("back-up"), action("new-passphrase"));
        tools.getStyleClass().add("tools");
        backupBox.getChildren().add(tools);
    }

    private static Node line(Status status, String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        HBox line = new HBox(new StatusIcon(status), label);
        line.getStyleClass().add("status-cell");
        return line;
    }

    private void notifications() {
        var now = notifications.written().get();
        notificationSave.disableProperty().unbind();
        notificationTest.disableProperty().unbind();
        if (now == null) {
            notificationFields.getChildren().clear();
            notificationSave.setDisable(true);
            notificationTest.setDisable(true);
        } else {
            notificationFields.getChildren().setAll(new FormPane(now.form()));
            notificationSave.disableProperty().bind(now.form().valid().not());
            notificationTest.disableProperty().bind(now.form().valid().not());
        }
    }

    @FXML
    private void saveNotifications() {
        notifications.save();
    }

    @FXML
    private void testNotifications() {
        notifications.test();
    }

    private List<Column<User>> userColumns() {
        return List.of(Column.of("name", texts.text("settings.user.name"), 220, User::name),
                Column.<User>of("role", texts.text("settings.user.role"), 420,
                        user -> texts.text("settings.role." + user.role().name()))
                        .ordered(Comparator.comparing(User::role)),
                Column.<User>of("created", texts.text("settings.user.created"), 200,
                        user -> formats.time(user.created())).ordered(Comparator.comparing(User::created)));
    }

    private List<Column<AuditPage.Line>> auditColumns() {
        return List.of(
                Column.figure("number", texts.text("settings.audit.number"), 70,
                        line -> Long.toString(line.number()), AuditPage.Line::number),
                Column.<AuditPage.Line>of("time", texts.text("events.column.time"), 180,
                        line -> formats.time(line.time())).ordered(Comparator.comparing(AuditPage.Line::number)),
                Column.of("who", texts.text("settings.audit.who"), 140, AuditPage.Line::who),
                Column.of("action", texts.text("settings.audit.action"), 190, AuditPage.Line::action),
                Column.of("subject", texts.text("settings.audit.subject"), 190,
                        line -> line.subject() == null ? "" : line.subject()),
                Column.of("detail", texts.text("settings.audit.detail"), 380,
                        line -> line.detail() == null ? "" : line.detail()));
    }
}
