package secondsite.app.settings;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.UserList.User;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Choice;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;

/** An administrator says who can sign in, and as what. */
public final class UserWorkflow {

    private final Session session;
    private final Dialogs dialogs;
    private final SettingsViewModel model;
    private final FieldChecks checks;
    private final Texts texts;

    @Inject
    public UserWorkflow(Session session, Dialogs dialogs, SettingsViewModel model, FieldChecks checks, Texts texts) {
        this.session = session;
        this.dialogs = dialogs;
        this.model = model;
        this.checks = checks;
        this.texts = texts;
    }

    void add() {
        List<String> others = model.users().get().stream().map(User::name).toList();
        var name = new TextEntry("user-name", texts.text("settings.user.name"), Kind.LINE, "",
                checks.programName(others));
        var role = role(Role.VIEWER);
        var password = new Passwords(name);
        dialogs.ask(new Question(texts.text("settings.user.add"), List.of(),
                new Form(List.of(name, role, password.first, password.second)),
                texts.text("settings.user.add.confirm"), texts.text("dialog.cancel"), false), () -> {
                    session.security().add(new NewUser(name.text(), role.chosen(), password.first.text()));
                    return name.text();
                }, _ -> changed());
    }

    private Choice<Role> role(Role first) {
        return new Choice<>("user-role", texts.text("settings.user.role"), List.of(Role.values()),
                each -> texts.text("settings.role." + each.name()), first);
    }

    void change(User user) {
        var role = role(user.role());
        dialogs.ask(new Question(texts.text("settings.user.role.title", user.name()),
                List.of(texts.text("settings.user.role.text")), new Form(List.of(role)),
                texts.text("infrastructure.save"), texts.text("dialog.cancel"), false), () -> {
                    session.security().setRole(user.name(), role.chosen());
                    return user;
                }, _ -> changed());
    }

    /** Somebody's; the own one needs the one before. */
    void password(User user) {
        boolean own = user.name().equals(session.user());
        var current = new TextEntry("user-current", texts.text("settings.user.current"), Kind.PASSWORD, "",
                checks.name(200));
        current.shown().set(own);
        var name = new TextEntry("user-name", "", Kind.LINE, user.name(), _ -> "");
        var password = new Passwords(name);
        dialogs.ask(new Question(texts.text("settings.user.password.title", user.name()),
                List.of(texts.text("settings.user.password.text")),
                new Form(List.of(current, password.first, password.second)),
                texts.text("settings.user.password.confirm"), texts.text("dialog.cancel"), false), () -> {
                    session.security().setPassword(user.name(), own ? current.text() : null, password.first.text());
                    return user;
                }, _ -> changed());
    }

    void remove(User user) {
        dialogs.ask(new Question(texts.text("infrastructure.remove.title", user.name()),
                List.of(texts.text("settings.user.remove.text")), Form.NONE,
                texts.text("infrastructure.remove.confirm", user.name()), texts.text("dialog.cancel"), true), () -> {
                    session.security().remove(user.name());
                    return user;
                }, _ -> changed());
    }

    private void changed() {
        model.askUsers();
        model.askAudit();
    }

    /** Makes a backup and sends it to every master target. */
    void backUp() {
        dialogs.ask(new Question(texts.text("settings.backup.title"), List.of(texts.text("settings.backup.text")),
                Form.NONE, texts.text("settings.backup.confirm"), texts.text("dialog.cancel"), false),
                () -> session.backups().make(), model::backedUp);
    }

    void newPassphrase() {
        dialogs.ask(new Question(texts.text("settings.passphrase.title"),
                List.of(texts.text("settings.passphrase.text")), Form.NONE,
                texts.text("settings.passphrase.confirm"), texts.text("dialog.cancel"), true),
                () -> session.backups().newPassphrase(),
                told -> dialogs.tell(texts.text("settings.passphrase.told"), texts.text("settings.passphrase.hint"),
                        told.passphrase()));
    }

    /** A password, and the same again. */
    private final class Passwords {

        private final TextEntry first;
        private final TextEntry second;

        Passwords(TextEntry name) {
            first = new TextEntry("user-password", texts.text("settings.user.password"), Kind.PASSWORD, "",
                    typed -> checks.password(typed, name.text())).with(texts.text("settings.user.password.hint"));
            first.judgedWith(name);
            second = new TextEntry("user-password-again", texts.text("settings.user.again"), Kind.PASSWORD, "",
                    typed -> typed.equals(first.text()) ? "" : texts.text("settings.user.again.fault"));
            second.judgedWith(first);
        }
    }
}
