package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.ProblemCode;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Busy;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.Session;
import secondsite.api.security.SignIn;
import secondsite.api.security.TokenRequest;
import secondsite.api.security.UserList.User;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.stage.FirstStart;

/** A real configuration server over real TLS; people who sign in. */
@Timeout(120)
class SigningInTest {

    private static final String PASSWORD = "correct horse battery";

    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile Duration later = Duration.ZERO;
    private ConfigurationServer server;
    private String first;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        first = FirstStart.in(folder).password();
        server = server();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ConfigurationServer server() throws IOException {
        var settings = new ConfigurationServerSettings(folder, new Listen("127.0.0.1", 0, 100, new Size(16 << 20)),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        var started = ConfigurationServer.start(settings, () -> Instant.now().plus(later), new SecureRandom());
        open.add(started);
        return started;
    }

    private SecurityClient as(String name, String password) throws TransferException {
        SecurityClient client = SecurityClient.signIn(URI.create("https://localhost:" + server.port()),
                server.fingerprint(), new SignIn(name, password));
        open.add(client);
        return client;
    }

    private SecurityClient admin() throws TransferException {
        return as("admin", first);
    }

    private interface Action {

        void run() throws Exception;
    }

    private static ProblemCode refused(Action action) {
        return catchThrowableOfType(Refused.class, action::run).code();
    }

    @Test
    void theFirstAdministratorsPasswordIsToldOnceAndKeptAsAHash() throws IOException {
        assertThat(admin().session()).isEqualTo(new Session("admin", Role.ADMIN, null));
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString())
                        .doesNotContain(first);
            }
        }
        server = server();
        assertThat(server.firstPassword()).isEmpty();
        assertThat(admin().session().name()).isEqualTo("admin");
    }

    @Test
    void eachRoleMayDoWhatIsItsOwnAndNoMore() throws IOException {
        SecurityClient admin = admin();
        admin.add(new NewUser("vera", Role.VIEWER, PASSWORD));
        admin.add(new NewUser("olga", Role.OPERATOR, PASSWORD));
        assertThat(admin.users().users()).extracting(User::name, User::role).containsExactly(
                org.assertj.core.groups.Tuple.tuple("admin", Role.ADMIN),
                org.assertj.core.groups.Tuple.tuple("olga", Role.OPERATOR),
                org.assertj.core.groups.Tuple.tuple("vera", Role.VIEWER));
        for (String name : List.of("vera", "olga")) {
            SecurityClient person = as(name, PASSWORD);
            assertThat(person.audit(0).lines()).isNotEmpty();
            for (Action action : List.<Action>of(person::users, person::newPassphrase, person::certificates,
                    () -> person.add(new NewUser("x", Role.ADMIN, PASSWORD)), () -> person.remove("admin"),
                    () -> person.setRole(name, Role.ADMIN), () -> person.setPassword("admin", null, PASSWORD),
                    () -> person.token(new TokenRequest("agent", null, 5)), () -> person.revoke("1"))) {
                assertThat(refused(action)).isEqualTo(ProblemCode.NOT_ALLOWED);
            }
        }
        assertThat(admin.users().users()).hasSize(3);
    }

    @Test
    void anotherRoleHoldsFromTheNextRequestOn() throws IOException {
        SecurityClient admin = admin();
        admin.add(new NewUser("olga", Role.ADMIN, PASSWORD));
        SecurityClient olga = as("olga", PASSWORD);
        assertThat(olga.users().users()).hasSize(2);
        admin.setRole("olga", Role.VIEWER);
        assertThat(refused(olga::users)).isEqualTo(ProblemCode.NOT_ALLOWED);
        admin.remove("olga");
        assertThat(refused(olga::session)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        assertThat(refused(() -> as("olga", PASSWORD))).isEqualTo(ProblemCode.NOT_SIGNED_IN);
    }

    @Test
    void thereIsAlwaysAnAdministrator() throws IOException {
        SecurityClient admin = admin();
        admin.add(new NewUser("olga", Role.OPERATOR, PASSWORD));
        assertThat(refused(() -> admin.remove("admin"))).isEqualTo(ProblemCode.CONFLICT);
        assertThat(refused(() -> admin.setRole("admin", Role.VIEWER))).isEqualTo(ProblemCode.CONFLICT);
        assertThat(admin.session().role()).isEqualTo(Role.ADMIN);
        admin.setRole("olga", Role.ADMIN);
        admin.remove("admin");
        assertThat(as("olga", PASSWORD).users().users()).hasSize(1);
    }

    @Test
    void anotherPasswordEndsAllSessionsAndNeedsTheOldOne() throws IOException {
        SecurityClient one = admin();
        SecurityClient other = admin();
        assertThat(refused(() -> one.setPassword("admin", null, PASSWORD))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(refused(() -> one.setPassword("admin", "wrong", PASSWORD))).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        one.setPassword("admin", first, PASSWORD);
        assertThat(refused(one::session)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        assertThat(refused(other::session)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        assertThat(refused(() -> as("admin", first))).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        assertThat(as("admin", PASSWORD).session().name()).isEqualTo("admin");
    }

    @Test
    void whoSignsOutIsOutAndTheOthersStay() throws IOException {
        SecurityClient one = admin();
        SecurityClient other = admin();
        one.signOut();
        assertThat(refused(one::session)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        assertThat(other.session().name()).isEqualTo("admin");
    }

    @Test
    void aSessionEndsWhenItIsNotUsedAndAfterAWeek() throws IOException {
        SecurityClient used = admin();
        SecurityClient idle = admin();
        for (int hours = 10; hours < 7 * 24; hours += 10) {
            later = Duration.ofHours(hours);
            assertThat(used.session().name()).isEqualTo("admin");
        }
        assertThat(refused(idle::session)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        later = Duration.ofDays(7).plusSeconds(1);
        assertThat(refused(used::session)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
    }

    @Test
    void aSessionOutlivesTheServersRestart() throws IOException {
        SecurityClient client = admin();
        client.session();
        int port = server.port();
        server.close();
        var settings = new ConfigurationServerSettings(folder, new Listen("127.0.0.1", port, 100, new Size(16 << 20)),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        server = ConfigurationServer.start(settings, () -> Instant.now().plus(later), new SecureRandom());
        open.add(server);
        assertThat(client.session().name()).isEqualTo("admin");
    }

    @Test
    void whoGuessesPasswordsHasToWait() throws IOException {
        for (int i = 0; i < 5; i++) {
            String user = i % 2 == 0 ? "admin" : "nobody";
            assertThatThrownBy(() -> as(user, "guess")).isInstanceOf(Refused.class)
                    .hasMessage("name or password is wrong");
        }
        Busy busy = catchThrowableOfType(Busy.class, () -> as("admin", first));
        assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
        later = busy.retryAfter();
        assertThat(admin().session().name()).isEqualTo("admin");
    }

    @Test
    void aForgedOrLongTokenIsNobodys() {
        for (String token : List.of("x", "x".repeat(5000), "../../x", "'; drop table session; --")) {
            SecurityClient forger = SecurityClient.signedIn(URI.create("https://localhost:" + server.port()),
                    server.fingerprint(), token);
            open.add(forger);
            assertThat(refused(forger::session)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
            assertThat(refused(forger::users)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', viewer, a long enough password, 'name'", "../x, viewer, a long enough password, 'name'",
            "x'; drop table account; --, viewer, a long enough password, 'name'", "vera, viewer, short, 'password'",
            "veronika, viewer, my name is Veronika, must not hold the name", "vera,, a long enough password, 'role'"})
    void aFieldThatIsWrongIsNamed(String name, String role, String password, String said) throws IOException {
        SecurityClient admin = admin();
        Role wanted = role == null ? null : Role.of(role);
        assertThatThrownBy(() -> admin.add(new NewUser(name, wanted, password))).isInstanceOf(Refused.class)
                .hasMessageContaining(said);
        assertThat(admin.users().users()).hasSize(1);
    }

    @Test
    void aLongPasswordAndOneInAnyScriptWork() throws IOException {
        SecurityClient admin = admin();
        String composed = "Übergrößenträger\u00e9 пароль";
        admin.add(new NewUser("vera", Role.VIEWER, composed));
        String decomposed = composed.replace("\u00e9", "e\u0301").replace("Ü", "U\u0308");
        assertThat(as("vera", decomposed).session().name()).isEqualTo("vera");
        String longest = "0123456789".repeat(20);
        admin.add(new NewUser("olga", Role.VIEWER, longest));
        assertThat(as("olga", longest).session().name()).isEqualTo("olga");
        assertThat(refused(() -> as("olga", longest.substring(1)))).isEqualTo(ProblemCode.NOT_SIGNED_IN);
        assertThat(refused(() -> admin.add(new NewUser("nina", Role.VIEWER, longest + "x"))))
                .isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @Test
    void whatPeopleDoIsInTheAuditLogUnderTheirName() throws IOException {
        SecurityClient admin = admin();
        admin.add(new NewUser("olga", Role.ADMIN, PASSWORD));
        SecurityClient olga = as("olga", PASSWORD);
        olga.newPassphrase();
        var page = olga.audit(0);
        assertThat(olga.verifyAudit().firstBroken()).isNull();
        assertThat(page.lines()).extracting(line -> line.who() + ": " + line.action() + " " + line.subject())
                .containsExactly("first start: policy added Standard", "first start: site added Primary",
                        "first start: site added Secondary", "first start: host group added Default",
                        "first start: passphrase changed deployment",
                        "first start: user added admin",
                        "first start: recovery passphrase changed deployment",
                        "admin: signed in admin", "admin: user added olga", "olga: signed in olga",
                        "olga: passphrase changed deployment");
        assertThat(page.lines().toString()).doesNotContain(PASSWORD).doesNotContain(first);
    }
}
