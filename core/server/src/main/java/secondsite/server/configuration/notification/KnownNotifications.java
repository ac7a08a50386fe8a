package secondsite.server.configuration.notification;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.activity.NotificationSettings;
import secondsite.api.activity.NotificationSettings.Mail;
import secondsite.api.activity.NotificationSettings.Webhook;
import secondsite.api.activity.NotificationTrial;
import secondsite.api.activity.Notifications;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.security.Secrets;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptEvents;
import secondsite.server.configuration.store.NotificationChannels;
import secondsite.server.configuration.store.NotificationChannels.Channel;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/**
 * How notices are sent, as an administrator has set it. A password or secret that is left out stays, but never goes to another server than
 * the one for which it was given.
 */
@Singleton
public final class KnownNotifications {

    /** Where it is kept, and who learns of it. */
    public record Parts(Database database, NotificationChannels channels, KeptEvents kept, Secrets secrets,
            AuditLog audit, Events events, InstantSource clock) {

        @Inject
        public Parts {
        }
    }

    private interface Sending {

        Way open() throws IOException;
    }

    private final Parts parts;
    private final Ways ways;

    @Inject
    KnownNotifications(Parts parts, Ways ways) {
        this.parts = parts;
        this.ways = ways;
    }

    /** @throws IOException when what is kept cannot be read */
    public Notifications get() throws IOException {
        List<Channel> channels = parts.database().read(parts.channels()::all);
        return new Notifications(new NotificationSettings(mail(channels).orElse(null), webhook(channels).orElse(null)),
                channels.stream().map(each -> new Notifications.Channel(each.name(), each.attempts(),
                        each.nextTry().orElse(null), each.problem().orElse(null))).toList());
    }

    private static Optional<Mail> mail(List<Channel> channels) throws IOException {
        Optional<Channel> channel = named(channels, Ways.MAIL);
        return channel.isEmpty() ? Optional.empty() : Optional.of(Ways.read(channel.get().settings(), Mail.class));
    }

    private static Optional<Webhook> webhook(List<Channel> channels) throws IOException {
        Optional<Channel> channel = named(channels, Ways.WEBHOOK);
        return channel.isEmpty() ? Optional.empty() : Optional.of(Ways.read(channel.get().settings(), Webhook.class));
    }

    private static Optional<Channel> named(List<Channel> channels, String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }

    /**
     * Sets all of it; what is null is not used any more. What happened before a way was set is not told by it.
     *
     * @throws ProblemException when a field is not as it should be; nothing is changed then
     */
    public void set(NotificationSettings wanted, String who) throws IOException {
        NotificationSettings whole = whole(wanted);
        parts.database().write(change -> {
            set(change, Ways.MAIL, whole.mail() == null ? null : Ways.text(Ways.with(whole.mail(), null)),
                    whole.mail() == null ? null : whole.mail().password());
            set(change, Ways.WEBHOOK, whole.webhook() == null ? null : Ways.text(Ways.with(whole.webhook(), null)),
                    whole.webhook() == null ? null : whole.webhook().secret());
            parts.audit().note(change, who, "notifications changed", "deployment", told(whole));
            return change;
        });
        // Those that send are waiting for something to happen.
        parts.events().notice("notifications.changed", "notifications", "notifications");
    }

    private static String told(NotificationSettings settings) {
        return "mail: " + (settings.mail() == null
                ? "none"
                : "by " + settings.mail().host() + " to " + String.join(", ", settings.mail().to())) + "; webhook: "
                + (settings.webhook() == null ? "none" : settings.webhook().url());
    }

    private void set(Transaction change, String name, String settings, String secret) {
        Optional<Channel> before = parts.channels().find(change, name);
        if (settings == null) {
            parts.channels().remove(change, name);
        } else {
            parts.channels().put(change, new Channel(name, settings,
                    before.map(Channel::position).orElseGet(() -> parts.kept().newest(change)), 0, Optional.empty(),
                    Optional.empty()));
        }
        if (secret == null) {
            parts.secrets().forget(change, Ways.secret(name));
        } else {
            parts.secrets().keep(change, Ways.secret(name), secret);
        }
    }

    /** Sends a test by settings that need not be set. */
    public NotificationTrial test(NotificationSettings wanted) throws IOException {
        NotificationSettings whole = whole(wanted);
        SettingsChecks.refuseUnless(whole.mail() != null || whole.webhook() != null,
                "'mail' or 'webhook' must be there: nothing is to be tested");
        List<NotificationTrial.Result> results = new ArrayList<>();
        if (whole.mail() != null) {
            results.add(test(Ways.MAIL, () -> ways.mail(whole.mail())));
        }
        if (whole.webhook() != null) {
            results.add(test(Ways.WEBHOOK, () -> ways.webhook(whole.webhook())));
        }
        return new NotificationTrial(results);
    }

    private NotificationTrial.Result test(String name, Sending sending) {
        try (Way way = sending.open()) {
            way.send(Batch.TEST, parts.clock().instant());
            return new NotificationTrial.Result(name, null);
        } catch (IOException e) {
            return new NotificationTrial.Result(name, String.valueOf(e.getMessage()));
        }
    }

    /** Checked, and with the secrets that are to stay. */
    private NotificationSettings whole(NotificationSettings wanted) throws IOException {
        List<Channel> channels = parts.database().read(parts.channels()::all);
        return new NotificationSettings(wanted.mail() == null ? null : whole(wanted.mail(), mail(channels)),
                wanted.webhook() == null ? null : whole(wanted.webhook(), webhook(channels)));
    }

    private Mail whole(Mail mail, Optional<Mail> before) throws IOException {
        SettingsChecks.check(mail);
        if (mail.user() == null || mail.password() != null) {
            return mail;
        }
        boolean same = before.filter(old -> old.host().equals(mail.host()) && old.port() == mail.port()
                && mail.user().equals(old.user())).isPresent();
        return Ways.with(mail, stays(Ways.MAIL, same).orElseThrow(() -> missing("mail.password")));
    }

    private Webhook whole(Webhook hook, Optional<Webhook> before) throws IOException {
        SettingsChecks.check(hook);
        boolean same = before.filter(old -> old.url().equals(hook.url())).isPresent();
        return hook.secret() == null ? Ways.with(hook, stays(Ways.WEBHOOK, same).orElse(null)) : hook;
    }

    private Optional<String> stays(String name, boolean same) throws IOException {
        return same ? parts.secrets().reveal(Ways.secret(name)) : Optional.empty();
    }

    private static ProblemException missing(String field) {
        return new ProblemException(ProblemCode.BAD_REQUEST, "'" + field
                + "' is missing; one that was given before stays only for the same host, port and user");
    }
}
