package secondsite.server.configuration.notification;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import secondsite.api.Json;
import secondsite.api.activity.NotificationSettings.Mail;
import secondsite.api.activity.NotificationSettings.Webhook;
import secondsite.api.client.Fingerprint;
import secondsite.server.configuration.activity.Catalogue;
import secondsite.server.configuration.security.Secrets;

/** Which ways there are, and how they are made from what is kept of them. */
@Singleton
final class Ways {

    static final String MAIL = "mail";
    static final String WEBHOOK = "webhook";

    private final Catalogue catalogue;
    private final Secrets secrets;
    private final String deployment;

    @Inject
    Ways(Catalogue catalogue, Secrets secrets, X509Certificate authority) {
        this.catalogue = catalogue;
        this.secrets = secrets;
        this.deployment = Fingerprint.of(authority).text();
    }

    /** Under which name the secret of a way is kept. */
    static String secret(String name) {
        return "notification/" + name;
    }

    /** @param settings as JSON, without secrets. @throws IOException when its secret cannot be told */
    Way open(String name, String settings) throws IOException {
        String secret = secrets.reveal(secret(name)).orElse(null);
        return name.equals(MAIL)
                ? mail(with(read(settings, Mail.class), secret))
                : webhook(with(read(settings, Webhook.class), secret));
    }

    Wanted wanted(String name, String settings) throws IOException {
        if (name.equals(MAIL)) {
            Mail mail = read(settings, Mail.class);
            return new Wanted(mail.least(), mail.jobs());
        }
        Webhook hook = read(settings, Webhook.class);
        return new Wanted(hook.least(), hook.jobs());
    }

    static <T> T read(String settings, Class<T> type) throws IOException {
        return Json.read(settings.getBytes(StandardCharsets.UTF_8), type);
    }

    static String text(Object settings) {
        return new String(Json.write(settings), StandardCharsets.UTF_8);
    }

    /** @param settings with the password */
    Way mail(Mail settings) throws IOException {
        return new MailWay(settings, new MailWords(catalogue, settings.language(), deployment));
    }

    /** @param settings with the secret */
    Way webhook(Webhook settings) throws IOException {
        return new HookWay(settings, deployment);
    }

    static Mail with(Mail mail, String password) {
        return new Mail(mail.host(), mail.port(), mail.security(), mail.user(), password, mail.from(), mail.to(),
                mail.language(), mail.least(), mail.jobs(), mail.authority());
    }

    static Webhook with(Webhook hook, String secret) {
        return new Webhook(hook.url(), secret, hook.least(), hook.jobs(), hook.authority());
    }
}
