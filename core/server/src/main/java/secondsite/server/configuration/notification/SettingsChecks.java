package secondsite.server.configuration.notification;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import secondsite.api.ProblemCode;
import secondsite.api.activity.NotificationSettings.Mail;
import secondsite.api.activity.NotificationSettings.Security;
import secondsite.api.activity.NotificationSettings.Webhook;
import secondsite.api.client.Pem;
import secondsite.server.configuration.activity.Catalogue;
import secondsite.server.web.ProblemException;

/** Whether settings can be. Each refusal names the field. */
final class SettingsChecks {

    private static final int RECEIVERS = 50;
    private static final int TEXT = 200;
    private static final int SECRET = 1000;
    private static final int LEAST_SECRET = 16;
    private static final int URL = 2000;
    private static final int AUTHORITY = 12_000;
    private static final int PORTS = 65_535;
    private static final String HOST = "[A-Za-z0-9][A-Za-z0-9.:_-]{0,252}";

    private SettingsChecks() {}

    static void check(Mail mail) {
        refuseUnless(mail.host() != null && mail.host().matches(HOST), "'mail.host' must be a name or an address");
        refuseUnless(mail.port() >= 1 && mail.port() <= PORTS,
                "'mail.port' is " + mail.port() + "; it must be 1 to " + PORTS);
        refuseUnless(mail.security() != null, "'mail.security' is missing: STARTTLS, TLS or NONE");
        refuseUnless(mail.user() == null || !mail.user().isEmpty() && mail.user().length() <= TEXT,
                "'mail.user' must have 1 to " + TEXT + " characters");
        refuseUnless(mail.user() == null || mail.security() != Security.NONE,
                "'mail.security' is NONE, so the password would be sent in clear; choose STARTTLS or TLS");
        refuseUnless(mail.password() == null || mail.password().length() <= SECRET,
                "'mail.password' has more than " + SECRET + " characters");
        refuseUnless(mail.password() == null || mail.user() != null, "'mail.password' is there without 'mail.user'");
        address("'mail.from'", mail.from());
        refuseUnless(!mail.to().isEmpty() && mail.to().size() <= RECEIVERS,
                "'mail.to' must have 1 to " + RECEIVERS + " addresses");
        mail.to().forEach(to -> address("'mail.to'", to));
        refuseUnless(mail.language() != null && Catalogue.LANGUAGES.contains(mail.language()),
                "'mail.language' must be one of " + Catalogue.LANGUAGES);
        refuseUnless(mail.least() != null, "'mail.least' is missing: the least severity that is told");
        authority("'mail.authority'", mail.authority());
    }

    static void check(Webhook hook) {
        refuseUnless(hook.url() != null && "https".equals(hook.url().getScheme()) && hook.url().getHost() != null
                && hook.url().getUserInfo() == null && hook.url().toString().length() <= URL,
                "'webhook.url' must be like https://host/path, without a name and password");
        refuseUnless(hook.secret() == null
                || hook.secret().length() >= LEAST_SECRET && hook.secret().length() <= SECRET,
                "'webhook.secret' must have " + LEAST_SECRET + " to " + SECRET + " characters");
        refuseUnless(hook.least() != null, "'webhook.least' is missing: the least severity that is told");
        authority("'webhook.authority'", hook.authority());
    }

    private static void address(String field, String address) {
        try {
            refuseUnless(address != null && address.length() <= TEXT && address.indexOf('@') > 0,
                    field + " must be an address like name@example.org");
            new InternetAddress(address, true).validate();
        } catch (AddressException _) {
            throw bad(field + " must be an address like name@example.org");
        }
    }

    private static void authority(String field, String text) {
        if (text == null) {
            return;
        }
        refuseUnless(text.length() <= AUTHORITY, field + " has more than " + AUTHORITY + " characters");
        try {
            Pem.certificates(field, text);
        } catch (IOException e) {
            throw bad(e.getMessage());
        }
    }

    static void refuseUnless(boolean good, String otherwise) {
        if (!good) {
            throw bad(otherwise);
        }
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(ProblemCode.BAD_REQUEST, detail);
    }
}
