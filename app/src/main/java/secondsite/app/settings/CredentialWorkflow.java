package secondsite.app.settings;

import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import secondsite.api.security.Credential;
import secondsite.api.security.NewCredential;
import secondsite.api.security.NewSecret;
import secondsite.app.action.Gate;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Choice;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;

/** An administrator says with what the deployment signs in at hypervisors and machines. A secret is given, and never shown again. */
public final class CredentialWorkflow {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SECRET = 16_384;

    private final Session session;
    private final Dialogs dialogs;
    private final CredentialsViewModel model;
    private final FieldChecks checks;
    private final Texts texts;

    @Inject
    public CredentialWorkflow(Session session, Dialogs dialogs, CredentialsViewModel model, FieldChecks checks,
            Texts texts) {
        this.session = session;
        this.dialogs = dialogs;
        this.model = model;
        this.checks = checks;
        this.texts = texts;
    }

    void add() {
        List<String> others = model.all().get().stream().map(Credential::name).toList();
        var name = new TextEntry("credential-name", texts.text("settings.credential.name"), Kind.LINE, "",
                checks.newName(LONGEST_NAME, others));
        var purpose = new Choice<>("credential-purpose", texts.text("settings.credential.purpose"),
                List.of(Credential.Purpose.values()), each -> texts.text("settings.credential." + each.name()),
                Credential.Purpose.HYPERVISOR);
        var secret = new Secret("");
        ask(new Question(texts.text("settings.credential.add"), List.of(texts.text("settings.credential.sealed")),
                new Form(List.of(name, purpose, secret.user, secret.password, secret.key)),
                texts.text("settings.credential.add.confirm"), texts.text("dialog.cancel"), false),
                () -> session.credentials().add(new NewCredential(name.text(), purpose.chosen(), secret.user.text(),
                        secret.text())));
    }

    void change(Credential credential) {
        var secret = new Secret(credential.userName());
        ask(new Question(texts.text("settings.credential.change.title", credential.name()),
                List.of(texts.text("settings.credential.sealed")),
                new Form(List.of(secret.user, secret.password, secret.key)),
                texts.text("settings.credential.change.confirm"), texts.text("dialog.cancel"), false),
                () -> session.credentials().change(credential.id(),
                        new NewSecret(secret.user.text(), secret.text())));
    }

    void remove(Credential credential) {
        ask(new Question(texts.text("infrastructure.remove.title", credential.name()),
                List.of(texts.text("settings.credential.remove.text")), Form.NONE,
                texts.text("infrastructure.remove.confirm", credential.name()), texts.text("dialog.cancel"), true)
                .behind(Gate.REVIEW, credential.name(), texts.text("settings.credential.remove.state")), () -> {
                    session.credentials().remove(credential.id());
                    return credential;
                });
    }

    private void ask(Question question, Callable<Credential> deed) {
        dialogs.ask(question, deed, _ -> model.ask());
    }

    /** A user's name, and his password or his key. */
    private final class Secret {

        private final TextEntry user;
        private final TextEntry password;
        private final TextEntry key;

        Secret(String firstUser) {
            user = new TextEntry("credential-user", texts.text("settings.credential.user"), Kind.LINE, firstUser,
                    checks.name(LONGEST_NAME));
            password = new TextEntry("credential-password", texts.text("settings.credential.password"), Kind.PASSWORD,
                    "", _ -> "").with(texts.text("settings.credential.either"));
            key = new TextEntry("credential-key", texts.text("settings.credential.key"), Kind.AREA, "", one());
            key.judgedWith(password);
        }

        /** One of both, and not both. */
        private UnaryOperator<String> one() {
            return typed -> {
                if (typed.isEmpty() == password.text().isEmpty()) {
                    return texts.text(typed.isEmpty() ? "settings.credential.none" : "settings.credential.both");
                }
                return checks.text(LONGEST_SECRET).apply(typed);
            };
        }

        String text() {
            return key.text().isEmpty() ? password.text() : key.text();
        }
    }
}
