package secondsite.server.configuration.notification;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import secondsite.api.activity.NotificationSettings.Mail;
import secondsite.api.activity.NotificationSettings.Security;
import secondsite.api.client.Pem;
import secondsite.api.client.TlsIdentity;

/** Mails, by SMTP. A connection for each: they are few. */
final class MailWay implements Way {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Mail settings;
    private final MailWords words;
    private final Session session;

    /**
     * @param settings with the password
     * @throws IOException when the authority's certificates cannot be read
     */
    MailWay(Mail settings, MailWords words) throws IOException {
        this.settings = settings;
        this.words = words;
        this.session = Session.getInstance(properties(settings), settings.user() == null ? null : new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(settings.user(), settings.password());
            }
        });
    }

    private static Properties properties(Mail settings) throws IOException {
        var properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
        for (String wait : List.of("connectiontimeout", "timeout", "writetimeout")) {
            properties.put("mail.smtp." + wait, Long.toString(PATIENCE.toMillis()));
        }
        if (settings.security() != Security.NONE) {
            boolean atOnce = settings.security() == Security.TLS;
            properties.put("mail.smtp.ssl.enable", Boolean.toString(atOnce));
            properties.put("mail.smtp.starttls.enable", Boolean.toString(!atOnce));
            properties.put("mail.smtp.starttls.required", Boolean.toString(!atOnce));
            properties.put("mail.smtp.ssl.checkserveridentity", "true");
            properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
            if (settings.authority() != null) {
                properties.put("mail.smtp.ssl.socketFactory",
                        trusting(Pem.certificates("'mail.authority'", settings.authority())));
            }
        }
        return properties;
    }

    private static SSLSocketFactory trusting(List<X509Certificate> authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{TlsIdentity.trusting(authorities)}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do TLS", e);
        }
    }

    @Override
    public void send(Batch batch, Instant now) throws IOException {
        try {
            Transport.send(message(batch, now));
        } catch (MessagingException e) {
            throw new IOException(settings.host() + ":" + settings.port() + ": " + why(e), e);
        }
    }

    private MimeMessage message(Batch batch, Instant now) throws MessagingException {
        MailWords.Written written = words.write(batch);
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.from(), true));
        for (String to : settings.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
        }
        // Names come from machines: nothing in them may begin a header of its own.
        message.setSubject(written.subject().replaceAll("\\p{Cntrl}", " "), UTF_8);
        message.setText(written.text(), UTF_8);
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setSentDate(Date.from(now));
        return message;
    }

    /** The innermost reason; none of them holds a password. */
    private static String why(MessagingException e) {
        Exception reason = e;
        while (reason instanceof MessagingException outer && outer.getNextException() != null) {
            reason = outer.getNextException();
        }
        return reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage().strip();
    }

    @Override
    public void close() {
        // Nothing stays open between mails.
    }
}
