package secondsite.server.configuration.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Json;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.api.activity.EventNotice;
import secondsite.api.activity.NotificationSettings.Mail;
import secondsite.api.activity.NotificationSettings.Security;
import secondsite.api.activity.NotificationSettings.Webhook;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Catalogue;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.security.SecretKeys;
import secondsite.server.configuration.security.Secrets;
import secondsite.server.configuration.store.AuditTrail;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptAlerts;
import secondsite.server.configuration.store.KeptEvents;
import secondsite.server.configuration.store.KeptSecrets;
import secondsite.server.configuration.store.NotificationChannels;
import secondsite.server.configuration.store.NotificationChannels.Channel;
import secondsite.server.configuration.store.Settings;

/** Notices from a real database to a real mail server and a real HTTPS server, step by step. */
@Timeout(120)
class DeliveryTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD = "a password of more than 16 characters";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final NotificationChannels channels = new NotificationChannels();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private Database database;
    private EventLog events;
    private Secrets secrets;
    private Delivery.Parts parts;
    private long alerts;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        database = Database.open(folder.resolve("database.sqlite"));
        var kept = new KeptEvents();
        events = new EventLog(database, kept, new Settings(database), () -> now);
        secrets = new Secrets(database, new KeptSecrets(), SecretKeys.open(folder.resolve("secrets.key"), RANDOM),
                new AuditLog(new AuditTrail(database), () -> now));
        parts = new Delivery.Parts(database, channels, kept, new KeptAlerts(),
                new Ways(new Catalogue(), secrets, MailServer.certificate()), () -> now);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        database.close();
    }

    private GreenMail mailServer(String protocol, int port) {
        GreenMail server = MailServer.start(protocol, port);
        open.add(server::stop);
        return server;
    }

    private static Mail plain(int port) {
        return new Mail("localhost", port, Security.NONE, null, null, "alarm@example.org",
                List.of("olga@example.org", "vera@example.org"), "en", Severity.WARNING, true, null);
    }

    private static Mail safe(int port, Security security, String host, String authority) {
        return new Mail(host, port, security, "login", PASSWORD, "alarm@example.org", List.of("olga@example.org"),
                "en", Severity.WARNING, true, authority);
    }

    /** @param settings with the secret */
    private Delivery set(String name, Object settings, String secret) {
        database.write(change -> {
            channels.put(change, new Channel(name, Ways.text(settings), parts.events().newest(change), 0,
                    Optional.empty(), Optional.empty()));
            if (secret != null) {
                secrets.keep(change, Ways.secret(name), secret);
            }
            return change;
        });
        return delivery(name);
    }

    private Delivery delivery(String name) {
        var delivery = new Delivery(name, parts);
        open.add(delivery::close);
        return delivery;
    }

    private Delivery mail(Mail settings) {
        return set(Ways.MAIL, Ways.with(settings, null), settings.password());
    }

    private void raised(Severity severity, String about) {
        raised(severity, about, null);
    }

    private void raised(Severity severity, String about, Instant mutedUntil) {
        database.write(change -> {
            alerts++;
            parts.alerts().add(change, new Alert(alerts, ErrorCode.SPOOL_FULL, "machine", "id of " + about, about,
                    severity, "100 %", now, now, null, 1, null, mutedUntil));
            events.keep(change, "alert.raised", severity, "id of " + about, about, ErrorCode.SPOOL_FULL, "100 %");
            return change;
        });
    }

    private void told(String type, Severity severity, String about, ErrorCode code) {
        database.write(change -> {
            events.keep(change, type, severity, "id of " + about, about, code, "detail");
            return change;
        });
    }

    private static List<String> subjects(GreenMail server) throws MessagingException {
        List<String> subjects = new ArrayList<>();
        for (MimeMessage message : server.getReceivedMessages()) {
            subjects.add(message.getSubject().replaceAll(".* – ", ""));
        }
        return subjects;
    }

    /** Until nothing is due at once. @return what it then waits for */
    private static Duration settle(Delivery delivery) {
        Duration pause = Duration.ZERO;
        for (int i = 0; i < 100 && pause.isZero(); i++) {
            pause = delivery.step();
        }
        return pause;
    }

    private Channel channel(String name) {
        return database.read(all -> channels.find(all, name)).orElseThrow();
    }

    @Test
    void anAlertIsMailedToAllOnceAndWhoStartsAnewKnowsIt() throws Exception {
        GreenMail server = mailServer("smtp", 0);
        Delivery delivery = mail(plain(server.getSmtp().getPort()));
        assertThat(settle(delivery)).isEqualTo(Delivery.IDLE);
        raised(Severity.CRITICAL, "mail-02");
        assertThat(settle(delivery)).isEqualTo(Delivery.IDLE);
        assertThat(subjects(server)).containsExactly("mail-02", "mail-02");
        MimeMessage message = server.getReceivedMessages()[0];
        assertThat(message.getFrom()).extracting(Object::toString).containsExactly("alarm@example.org");
        assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("olga@example.org",
                "vera@example.org");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getContent().toString()).contains("Evidence: 100 %").contains("Where: mail-02");
        settle(delivery);
        settle(delivery(Ways.MAIL));
        assertThat(subjects(server)).hasSize(2);
    }

    @Test
    void whatWasKeptBeforeACrashIsMailedAfterIt() throws Exception {
        GreenMail server = mailServer("smtp", 0);
        mail(plain(server.getSmtp().getPort()));
        raised(Severity.WARNING, "mail-02");
        settle(delivery(Ways.MAIL));
        assertThat(subjects(server)).containsOnly("mail-02").isNotEmpty();
    }

    @Test
    void whatHappenedBeforeTheWayWasSetIsNotTold() throws Exception {
        GreenMail server = mailServer("smtp", 0);
        raised(Severity.CRITICAL, "old");
        settle(mail(plain(server.getSmtp().getPort())));
        assertThat(subjects(server)).isEmpty();
    }

    @Test
    void onlyWhatIsWantedIsTold() throws Exception {
        GreenMail server = mailServer("smtp", 0);
        Mail critical = new Mail("localhost", server.getSmtp().getPort(), Security.NONE, null, null, "a@example.org",
                List.of("o@example.org"), "en", Severity.CRITICAL, false, null);
        Delivery delivery = mail(critical);
        raised(Severity.WARNING, "mild");
        told("alert.cleared", Severity.INFORMATION, "mild", ErrorCode.SPOOL_FULL);
        raised(Severity.CRITICAL, "muted", now.plusSeconds(60));
        raised(Severity.CRITICAL, "not muted any more", now);
        told("job.failed", Severity.CRITICAL, "a job", null);
        told("machine.added", Severity.CRITICAL, "a machine", null);
        told("alert.cleared", Severity.INFORMATION, "not muted any more", ErrorCode.SPOOL_FULL);
        settle(delivery);
        assertThat(subjects(server)).containsExactly("not muted any more", "not muted any more");
        mail(plain(server.getSmtp().getPort()));
        told("job.failed", Severity.CRITICAL, "a job", null);
        settle(delivery);
        assertThat(subjects(server)).contains("a job");
    }

    @Test
    void moreThanFiveInAMinuteBecomeOneMail() throws Exception {
        GreenMail server = mailServer("smtp", 0);
        Mail one = new Mail("localhost", server.getSmtp().getPort(), Security.NONE, null, null, "a@example.org",
                List.of("o@example.org"), "en", Severity.WARNING, true, null);
        Delivery delivery = mail(one);
        for (int i = 0; i < 5; i++) {
            raised(Severity.WARNING, "m" + i);
        }
        settle(delivery);
        assertThat(subjects(server)).containsExactly("m0", "m1", "m2", "m3", "m4");
        for (int i = 0; i < 250; i++) {
            raised(Severity.WARNING, "n" + i);
        }
        now = now.plusSeconds(59);
        settle(delivery);
        assertThat(subjects(server)).hasSize(5);
        now = now.plusSeconds(1);
        assertThat(settle(delivery)).isEqualTo(Delivery.IDLE);
        assertThat(subjects(server)).hasSize(6);
        MimeMessage digest = server.getReceivedMessages()[5];
        assertThat(digest.getSubject()).startsWith("[Secondsite] 250 notices, the worst: ");
        assertThat(digest.getContent().toString()).contains("n0:").contains("n199:").doesNotContain("n200:")
                .contains("and 50 more");
        raised(Severity.WARNING, "later");
        settle(delivery);
        assertThat(subjects(server)).hasSize(6);
        now = now.plusSeconds(60);
        settle(delivery);
        assertThat(subjects(server).getLast()).isEqualTo("later");
    }

    @Test
    void aWrongPasswordIsSaidWithoutItAndTriedAgainLaterAndLater() throws Exception {
        GreenMail server = mailServer("smtps", 0);
        server.setUser("olga@example.org", "login", "another password");
        Delivery delivery = mail(
                safe(server.getSmtps().getPort(), Security.TLS, "localhost", MailServer.authority()));
        raised(Severity.WARNING, "mail-02");
        for (int seconds : List.of(10, 30, 60, 120, 300, 600, 600)) {
            assertThat(settle(delivery)).isEqualTo(Duration.ofSeconds(seconds));
            now = now.plusSeconds(seconds - 1);
            assertThat(settle(delivery)).isEqualTo(Duration.ofSeconds(1));
            now = now.plusSeconds(1);
        }
        assertThat(channel(Ways.MAIL).attempts()).isEqualTo(7);
        assertThat(channel(Ways.MAIL).problem().orElseThrow()).contains("localhost:").contains("535")
                .doesNotContain(PASSWORD);
        server.setUser("olga@example.org", "login", PASSWORD);
        assertThat(settle(delivery)).isEqualTo(Delivery.IDLE);
        assertThat(subjects(server)).containsExactly("mail-02");
        assertThat(channel(Ways.MAIL).attempts()).isZero();
        assertThat(channel(Ways.MAIL).problem()).isEmpty();
    }

    @Test
    void aServerThatWasAwayGetsItWhenItIsBack() throws Exception {
        GreenMail server = mailServer("smtp", 0);
        int port = server.getSmtp().getPort();
        server.stop();
        Delivery delivery = mail(plain(port));
        raised(Severity.WARNING, "mail-02");
        assertThat(settle(delivery)).isEqualTo(Duration.ofSeconds(10));
        assertThat(channel(Ways.MAIL).problem().orElseThrow()).startsWith("localhost:" + port + ": ");
        GreenMail again = mailServer("smtp", port);
        now = now.plusSeconds(10);
        settle(delivery(Ways.MAIL));
        assertThat(subjects(again)).containsOnly("mail-02").isNotEmpty();
    }

    @Test
    void byTlsOnlyToWhomTheAuthorityVouchesForUnderThatName() throws Exception {
        GreenMail server = mailServer("smtps", 0);
        server.setUser("olga@example.org", "login", PASSWORD);
        int port = server.getSmtps().getPort();
        Delivery delivery = mail(safe(port, Security.TLS, "localhost", null));
        raised(Severity.WARNING, "mail-01");
        settle(delivery);
        assertThat(channel(Ways.MAIL).problem().orElseThrow()).containsIgnoringCase("certification path");
        delivery = mail(safe(port, Security.TLS, "127.0.0.1", MailServer.authority()));
        raised(Severity.WARNING, "mail-02");
        settle(delivery);
        assertThat(channel(Ways.MAIL).problem().orElseThrow()).contains("127.0.0.1");
        assertThat(subjects(server)).isEmpty();
        delivery = mail(safe(port, Security.TLS, "localhost", MailServer.authority()));
        raised(Severity.WARNING, "mail-03");
        settle(delivery);
        assertThat(subjects(server)).containsExactly("mail-03");
    }

    @Test
    void startTlsIsUsedOrNothingIsSent() throws Exception {
        var standIn = new StartTlsStandIn(MailServer.context());
        open.add(standIn);
        Delivery delivery = mail(safe(standIn.port(), Security.STARTTLS, "localhost", MailServer.authority()));
        raised(Severity.WARNING, "mail-01");
        assertThat(settle(delivery)).isEqualTo(Delivery.IDLE);
        assertThat(standIn.lines).filteredOn(line -> line.startsWith("clear ")).hasSize(2)
                .noneMatch(line -> line.contains("AUTH"));
        assertThat(standIn.lines).anyMatch(line -> line.startsWith("tls AUTH"))
                .anyMatch(line -> line.startsWith("tls Subject: ")).contains("tls .");
        GreenMail without = mailServer("smtp", 0);
        Delivery refused = mail(
                safe(without.getSmtp().getPort(), Security.STARTTLS, "localhost", MailServer.authority()));
        raised(Severity.WARNING, "mail-02");
        settle(refused);
        assertThat(channel(Ways.MAIL).problem().orElseThrow()).containsIgnoringCase("STARTTLS");
        assertThat(subjects(without)).isEmpty();
    }

    @Test
    void aNameCannotBeginAHeaderOfItsOwn() throws Exception {
        GreenMail server = mailServer("smtp", 0);
        Delivery delivery = mail(plain(server.getSmtp().getPort()));
        raised(Severity.WARNING, "x\r\nBcc: eve@example.org\r\n\r\nÄrger");
        settle(delivery);
        assertThat(server.getReceivedMessages()).hasSize(2);
        assertThat(GreenMailUtil.getHeaders(server.getReceivedMessages()[0]).lines()
                .filter(line -> line.startsWith("Bcc"))).isEmpty();
        assertThat(server.getReceivedMessages()[0].getSubject()).contains("Bcc: eve@example.org").contains("Ärger");
    }

    /** A request that came. */
    private record Came(String signature, byte[] body) {}

    private HttpsServer hook(List<Came> came, List<Integer> statuses) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(MailServer.context()));
        server.createContext("/", exchange -> {
            came.add(new Came(exchange.getRequestHeaders().getFirst("Secondsite-Signature"),
                    exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().add("Location", "https://localhost:1/");
            exchange.sendResponseHeaders(statuses.isEmpty() ? 204 : statuses.removeFirst(), -1);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        return server;
    }

    private static Webhook hook(HttpsServer server, String authority) {
        return new Webhook(URI.create("https://localhost:" + server.getAddress().getPort() + "/hook?a=b"), null,
                Severity.WARNING, true, authority);
    }

    @Test
    void aWebhookGetsWhatHappenedSigned() throws Exception {
        List<Came> came = new CopyOnWriteArrayList<>();
        Delivery delivery = set(Ways.WEBHOOK, hook(hook(came, new ArrayList<>()), MailServer.authority()), PASSWORD);
        raised(Severity.CRITICAL, "mail-02");
        assertThat(settle(delivery)).isEqualTo(Delivery.IDLE);
        assertThat(came).hasSize(1);
        EventNotice notice = Json.read(came.getFirst().body(), EventNotice.class);
        assertThat(notice.events()).extracting(Event::about).containsExactly("mail-02");
        assertThat(notice.test()).isFalse();
        assertThat(notice.sent()).isEqualTo(now);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(PASSWORD.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = now.getEpochSecond() + "." + new String(came.getFirst().body(), StandardCharsets.UTF_8);
        assertThat(came.getFirst().signature()).isEqualTo("t=" + now.getEpochSecond() + ",v1="
                + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aWebhookThatRefusesIsAskedAgainAndARedirectionIsNotFollowed() throws Exception {
        List<Came> came = new CopyOnWriteArrayList<>();
        Delivery delivery = set(Ways.WEBHOOK,
                hook(hook(came, new ArrayList<>(List.of(500, 307))), MailServer.authority()), null);
        raised(Severity.CRITICAL, "mail-02");
        assertThat(settle(delivery)).isEqualTo(Duration.ofSeconds(10));
        assertThat(channel(Ways.WEBHOOK).problem()).contains("localhost answered with status 500");
        now = now.plusSeconds(10);
        assertThat(settle(delivery)).isEqualTo(Duration.ofSeconds(30));
        assertThat(channel(Ways.WEBHOOK).problem()).contains("localhost answered with status 307");
        now = now.plusSeconds(30);
        assertThat(settle(delivery)).isEqualTo(Delivery.IDLE);
        assertThat(came).hasSize(3).allMatch(each -> each.signature() == null);
    }

    @Test
    void aWebhookOfAnUnknownAuthorityGetsNothing() throws Exception {
        List<Came> came = new CopyOnWriteArrayList<>();
        Delivery delivery = set(Ways.WEBHOOK, hook(hook(came, new ArrayList<>()), null), PASSWORD);
        raised(Severity.CRITICAL, "mail-02");
        assertThat(settle(delivery)).isEqualTo(Duration.ofSeconds(10));
        assertThat(came).isEmpty();
    }
}
