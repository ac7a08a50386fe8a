package secondsite.app.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import secondsite.api.activity.Event.Severity;
import secondsite.api.activity.NotificationSettings;
import secondsite.api.activity.NotificationSettings.Mail;
import secondsite.api.activity.NotificationSettings.Security;
import secondsite.api.activity.NotificationSettings.Webhook;
import secondsite.api.activity.NotificationTrial;
import secondsite.api.activity.Notifications;
import secondsite.app.form.Choice;
import secondsite.app.form.Field;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.form.Tick;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** Whom the deployment notifies: as it is, and as it is being written. */
@Singleton
public final class NotificationsViewModel {

    private static final int LONGEST = 300;
    private static final int MOST_PORT = 65_535;
    private static final int USUAL_PORT = 587;

    private final Session session;
    private final Tasks tasks;
    private final FieldChecks checks;
    private final FailureText failures;
    private final Texts texts;
    private final ReadOnlyObjectWrapper<Written> written = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /** The settings as fields. */
    public record Written(Form form, NotificationSettings before, MailFields mail, WebhookFields webhook) {

        NotificationSettings settings() {
            return new NotificationSettings(mail.value(before.mail()), webhook.value(before.webhook()));
        }
    }

    @Inject
    public NotificationsViewModel(Session session, Tasks tasks, FieldChecks checks, FailureText failures,
            Texts texts) {
        this.session = session;
        this.tasks = tasks;
        this.checks = checks;
        this.failures = failures;
        this.texts = texts;
    }

    public void ask() {
        tasks.run(() -> session.notifications().get(), this::show, this::failed);
    }

    private void show(Notifications told) {
        NotificationSettings settings = told.settings();
        var mail = new MailFields(settings.mail());
        var webhook = new WebhookFields(settings.webhook());
        List<Field> fields = new ArrayList<>(mail.all());
        fields.addAll(webhook.all());
        written.set(new Written(new Form(fields), settings, mail, webhook));
        problem.set(String.join("\n", told.channels().stream().filter(channel -> channel.problem() != null)
                .map(channel -> texts.text("settings.channel." + channel.name()) + ": " + channel.problem()).toList()));
    }

    public void save() {
        NotificationSettings wanted = written.get().settings();
        outcome.set("");
        tasks.run(() -> session.notifications().set(wanted), told -> {
            show(told);
            outcome.set(texts.text("settings.notifications.saved"));
        }, this::failed);
    }

    /** Sends a test at once, by what is written now. */
    public void test() {
        NotificationSettings wanted = written.get().settings();
        outcome.set(texts.text("settings.notifications.testing"));
        problem.set("");
        tasks.run(() -> session.notifications().test(wanted), this::tried, this::failed);
    }

    private void tried(NotificationTrial trial) {
        outcome.set("");
        List<String> wrong = trial.results().stream().filter(result -> result.problem() != null)
                .map(result -> texts.text("settings.channel." + result.name()) + ": " + result.problem()).toList();
        problem.set(String.join("\n", wrong));
        if (wrong.isEmpty()) {
            outcome.set(texts.text(trial.results().isEmpty()
                    ? "settings.notifications.nobody"
                    : "settings.notifications.tested"));
        }
    }

    private void failed(Exception why) {
        outcome.set("");
        problem.set(failures.of(why));
    }

    /** Null until the server told. */
    public ReadOnlyObjectProperty<Written> written() {
        return written.getReadOnlyProperty();
    }

    /** What went well; empty for nothing. */
    public ReadOnlyStringProperty outcome() {
        return outcome.getReadOnlyProperty();
    }

    /** What did not go well; empty for nothing. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    private String label(String key) {
        return texts.text("settings." + key);
    }

    private Choice<Severity> least(String id, Severity first) {
        return new Choice<>(id, label("least"), Arrays.asList(Severity.values()),
                each -> texts.text("alerts.severity." + each.name()), first == null ? Severity.WARNING : first);
    }

    /** Of mails. */
    final class MailFields {

        private final Tick wanted;
        private final TextEntry host;
        private final TextEntry port;
        private final Choice<Security> security;
        private final TextEntry user;
        private final TextEntry password;
        private final TextEntry from;
        private final TextEntry to;
        private final Choice<Language> language;
        private final Choice<Severity> least;
        private final Tick jobs;

        MailFields(Mail now) {
            Mail first = now == null
                    ? new Mail("", USUAL_PORT, Security.STARTTLS, null, null, "", List.of(), "en", Severity.WARNING,
                            true,
                            null)
                    : now;
            wanted = Tick.of("mail-wanted", label("mail.wanted"), now != null);
            host = new TextEntry("mail-host", label("mail.host"), Kind.LINE, first.host(), checks.host());
            port = new TextEntry("mail-port", label("mail.port"), Kind.NUMBER, Integer.toString(first.port()),
                    checks.number(1, MOST_PORT));
            security = new Choice<>("mail-security", label("mail.security"), Arrays.asList(Security.values()),
                    each -> label("mail.security." + each.name()), first.security());
            user = new TextEntry("mail-user", label("mail.user"), Kind.LINE, first.user(), checks.text(LONGEST));
            password = new TextEntry("mail-password", label("mail.password"), Kind.PASSWORD, "", checks.text(LONGEST))
                    .with(now == null ? "" : label("secret.kept"));
            from = new TextEntry("mail-from", label("mail.from"), Kind.LINE, first.from(), checks.mail());
            to = new TextEntry("mail-to", label("mail.to"), Kind.LINE, String.join(", ", first.to()), checks.mails())
                    .with(label("mail.to.hint"));
            language = new Choice<>("mail-language", label("mail.language"), Arrays.asList(Language.values()),
                    each -> label("language." + each.tag()),
                    "de".equals(first.language()) ? Language.GERMAN : Language.ENGLISH);
            least = least("mail-least", first.least());
            jobs = Tick.of("mail-jobs", label("jobs.too"), first.jobs());
            all().stream().skip(1).forEach(field -> field.shown().bind(wanted.value()));
        }

        List<Field> all() {
            return List.of(wanted, host, port, security, user, password, from, to, language, least, jobs);
        }

        Mail value(Mail before) {
            return wanted.ticked()
                    ? new Mail(host.text(), port.number(), security.chosen(), user.textOrNull(),
                            password.textOrNull(), from.text(), List.of(to.text().split("[,;\\s]+")),
                            language.chosen().tag(), least.chosen(), jobs.ticked(),
                            before == null ? null : before.authority())
                    : null;
        }
    }

    /** Of a webhook. */
    final class WebhookFields {

        private final Tick wanted;
        private final TextEntry url;
        private final TextEntry secret;
        private final Choice<Severity> least;
        private final Tick jobs;

        WebhookFields(Webhook now) {
            wanted = Tick.of("webhook-wanted", label("webhook.wanted"), now != null);
            url = new TextEntry("webhook-url", label("webhook.url"), Kind.LINE,
                    now == null ? "" : now.url().toString(), checks.https());
            secret = new TextEntry("webhook-secret", label("webhook.secret"), Kind.PASSWORD, "", checks.text(LONGEST))
                    .with(now == null ? label("webhook.secret.hint") : label("secret.kept"));
            least = least("webhook-least", now == null ? null : now.least());
            jobs = Tick.of("webhook-jobs", label("jobs.too"), now == null || now.jobs());
            all().stream().skip(1).forEach(field -> field.shown().bind(wanted.value()));
        }

        List<Field> all() {
            return List.of(wanted, url, secret, least, jobs);
        }

        Webhook value(Webhook before) {
            return wanted.ticked()
                    ? new Webhook(URI.create(url.text()), secret.textOrNull(), least.chosen(), jobs.ticked(),
                            before == null ? null : before.authority())
                    : null;
        }
    }
}
