package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.icegreen.greenmail.util.GreenMail;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.api.activity.NotificationSettings;
import secondsite.api.activity.NotificationSettings.Mail;
import secondsite.api.activity.NotificationSettings.Security;
import secondsite.api.activity.NotificationSettings.Webhook;
import secondsite.api.activity.NotificationTrial;
import secondsite.api.activity.Notifications;
import secondsite.api.client.AlertClient;
import secondsite.api.client.NotificationClient;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.security.Role;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.notification.MailServer;

/** A real server over real TLS that mails by a real mail server what goes wrong. */
@Timeout(180)
class NotifyingTest {

    private static final String PASSWORD = "a password of more than 16 characters";

    private LiveServer server;
    private GreenMail mails;
    private NotificationClient admin;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        mails = MailServer.start("smtps", 0);
        mails.setUser("olga@example.org", "login", PASSWORD);
        server = new LiveServer(folder);
        admin = new NotificationClient(server.asAdministrator());
    }

    @AfterEach
    void end() throws Exception {
        server.close();
        mails.stop();
    }

    private Mail mail(String password) {
        return new Mail("localhost", mails.getSmtps().getPort(), Security.TLS, "login", password, "alarm@example.org",
                List.of("olga@example.org"), "de", Severity.WARNING, true, MailServer.authority());
    }

    private void wrongClock(String name) throws IOException {
        server.joined("master-target", name).report(new MasterTargetReport("1.0", server.now().plusSeconds(90),
                URI.create("https://" + name + ":9443"), null, new ServerLoad(0.1, 1, 10, 90, 100), null, List.of()));
    }

    @Test
    void anAlertArrivesInTheLanguageThatIsSet() throws Exception {
        admin.set(new NotificationSettings(mail(PASSWORD), null));
        wrongClock("keeper");
        assertThat(mails.waitForIncomingEmail(60_000, 1)).isTrue();
        assertThat(mails.getReceivedMessages()[0].getSubject()).startsWith("[Secondsite] Warnung: ")
                .endsWith(" – keeper");
        assertThat(mails.getReceivedMessages()[0].getContent().toString()).contains("Befund: its clock is 1 min");
    }

    @Test
    void aPasswordIsNeverToldAndNowhereInClearAndStaysForItsServerOnly() throws Exception {
        Notifications told = admin.set(new NotificationSettings(mail(PASSWORD), null));
        assertThat(told.settings().mail()).isEqualTo(mail(null));
        assertThat(admin.get()).isEqualTo(told);
        assertThat(told.channels()).extracting(Notifications.Channel::name, Notifications.Channel::problem)
                .containsExactly(tuple("mail", null));
        assertThat(admin.set(new NotificationSettings(mail(null), null))).isEqualTo(told);
        assertThat(admin.test(new NotificationSettings(mail(null), null)).results())
                .containsExactly(new NotificationTrial.Result("mail", null));
        assertThat(mails.getReceivedMessages()[0].getSubject()).isEqualTo("[Secondsite] Ein Test");
        Mail elsewhere = new Mail("evil.example.org", 465, Security.TLS, "login", null, "alarm@example.org",
                List.of("olga@example.org"), "de", Severity.WARNING, true, null);
        for (var action : List.<ThrowingCallable>of(
                () -> admin.set(new NotificationSettings(elsewhere, null)),
                () -> admin.test(new NotificationSettings(elsewhere, null)))) {
            assertThatThrownBy(action).hasMessageContaining("'mail.password' is missing");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString())
                        .doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void aTestSaysWhatIsWrong() throws Exception {
        NotificationTrial trial = admin.test(new NotificationSettings(mail("wrong"),
                new Webhook(URI.create("https://localhost:1/"), null, Severity.WARNING, true, null)));
        assertThat(trial.results()).extracting(NotificationTrial.Result::name).containsExactly("mail", "webhook");
        assertThat(trial.results().get(0).problem()).contains("535");
        assertThat(trial.results().get(1).problem()).contains("localhost");
        assertThat(admin.get().settings()).isEqualTo(new NotificationSettings(null, null));
    }

    @Test
    void thatNobodyCanBeNotifiedIsAnAlertItself() throws Exception {
        EventLog.Follower events = server.part(EventLog.class).follow(OptionalLong.empty());
        admin.set(new NotificationSettings(mail("wrong"), null));
        wrongClock("keeper");
        long attempts = 0;
        while (events.next(Duration.ofSeconds(2)).events().stream().map(Event::code)
                .noneMatch(ErrorCode.NOTIFICATION_FAILED::equals)) {
            long now = admin.get().channels().getFirst().attempts();
            if (now > attempts && now < 3) {
                attempts = now;
                // The pause before the next attempt passes at once, and something happens, which is when that is looked at.
                server.pass(Duration.ofMinutes(1));
                wrongClock("keeper-" + now);
            }
        }
        Alert alert = new AlertClient(server.asAdministrator()).alerts(AlertClient.Filter.OPEN, null, 10).items()
                .stream()
                .filter(each -> each.code() == ErrorCode.NOTIFICATION_FAILED).findFirst().orElseThrow();
        assertThat(alert.kind()).isEqualTo("configuration-server");
        assertThat(alert.detail()).startsWith("mail: 3 attempts failed: localhost:").doesNotContain(PASSWORD);
    }

    @Test
    void onlyAnAdministratorSeesAndSetsIt() throws Exception {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            var person = new NotificationClient(server.as(role));
            for (var action : List.<ThrowingCallable>of(person::get,
                    () -> person.set(new NotificationSettings(null, null)),
                    () -> person.test(new NotificationSettings(mail(PASSWORD), null)))) {
                assertThat(catchThrowableOfType(Refused.class, action).code()).isEqualTo(ProblemCode.NOT_ALLOWED);
            }
        }
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"host, ''", "host, a b", "host, '-oProxyCommand=x'", "port, 0", "port, 65536", "user, ''",
            "security, ", "security, NONE", "from, nobody", "from, 'a@b, c@d'", "to, ", "to, x@y@z", "language, fr",
            "least, ", "authority, x", "password, too long"})
    void aFieldThatIsWrongIsNamed(String field, String value) {
        String password = field.equals("password") ? "x".repeat(1001) : PASSWORD;
        Mail mail = new Mail(field.equals("host") ? value : "localhost",
                field.equals("port") ? Integer.parseInt(value) : 465,
                field.equals("security") ? value == null ? null : Security.valueOf(value) : Security.TLS,
                field.equals("user") ? value : "login", password, field.equals("from") ? value : "a@example.org",
                field.equals("to") ? value == null ? List.of() : List.of(value) : List.of("b@example.org"),
                field.equals("language") ? value : "en", field.equals("least") ? null : Severity.WARNING, true,
                field.equals("authority") ? value : null);
        assertThatThrownBy(() -> admin.set(new NotificationSettings(mail, null))).isInstanceOf(Refused.class)
                .hasMessageContaining("'mail." + field + "'");
    }

    @ParameterizedTest
    @CsvSource({"http://example.org/, , url", "https://user:word@example.org/, , url", "https:///x, , url",
            "https://example.org/, short, secret"})
    void aWebhookThatIsWrongIsNamed(URI url, String secret, String field) {
        assertThatThrownBy(() -> admin.set(
                new NotificationSettings(null, new Webhook(url, secret, Severity.WARNING, true, null))))
                .isInstanceOf(Refused.class).hasMessageContaining("'webhook." + field + "'");
    }

    @Test
    void whoChangesItIsInTheAuditLogWithoutSecrets() throws Exception {
        admin.set(new NotificationSettings(mail(PASSWORD),
                new Webhook(URI.create("https://example.org/x"), PASSWORD, Severity.CRITICAL, true, null)));
        String log = server.security().audit(0).lines().toString();
        assertThat(log).contains("notifications changed").contains("olga@example.org")
                .contains("https://example.org/x").doesNotContain(PASSWORD);
    }
}
