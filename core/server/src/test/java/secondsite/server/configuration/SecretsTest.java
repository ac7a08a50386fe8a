package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.CredentialClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.security.Credential;
import secondsite.api.security.NewCredential;
import secondsite.api.security.NewSecret;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.SignIn;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.stage.FirstStart;

/** What the deployment signs in with elsewhere: given to a real server, and looked for wherever it might have got to. */
@Timeout(120)
class SecretsTest {

    private static final String CANARY = "CANARY-q7Zx\"\\ü-9431";
    private static final String PASSWORD = "correct horse battery";

    private final List<AutoCloseable> open = new ArrayList<>();
    private ConfigurationServer server;
    private CredentialClient credentials;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        FirstStart.in(folder);
        server = server();
        credentials = administrator();
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
        var started = ConfigurationServer.start(settings, InstantSource.system(), new SecureRandom());
        open.add(started);
        return started;
    }

    private void restart() throws IOException {
        server.close();
        server = server();
        credentials = administrator();
    }

    private URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    private TlsIdentity identity() throws IOException {
        Path own = folder.resolve("administrator");
        return TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem"));
    }

    private CredentialClient administrator() throws IOException {
        var client = new CredentialClient(new Connection(address(), identity(), Connection.Patience.DEFAULTS));
        open.add(client);
        return client;
    }

    private SecurityClient security() throws IOException {
        var client = new SecurityClient(address(), identity());
        open.add(client);
        return client;
    }

    private static NewCredential hypervisor(String name, String secret) {
        return new NewCredential(name, Credential.Purpose.HYPERVISOR, "root@pam", secret);
    }

    private String revealed(UUID id) throws IOException {
        return server.part(Credentials.class).find(id).map(Credentials.SignIn::secret).orElseThrow();
    }

    private interface Action {

        void run() throws Exception;
    }

    private static ProblemCode refused(Action action) {
        return catchThrowableOfType(Refused.class, action::run).code();
    }

    @Test
    void aSecretIsThereForTheServerAndForNobodyElse() throws IOException {
        Credential made = credentials.add(hypervisor("pve", CANARY));
        assertThat(made).extracting(Credential::name, Credential::kind, Credential::userName, Credential::readable)
                .containsExactly("pve", Credential.Purpose.HYPERVISOR, "root@pam", true);
        assertThat(credentials.credentials().credentials()).containsExactly(made);
        restart();
        assertThat(credentials.credentials().credentials()).containsExactly(made);
        assertThat(revealed(made.id())).isEqualTo(CANARY);
        credentials.remove(made.id());
        assertThat(credentials.credentials().credentials()).isEmpty();
        assertThat(server.part(Credentials.class).find(made.id())).isEmpty();
        assertThat(refused(() -> credentials.remove(made.id()))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void theKeyIsAFileOfItsOwnForItsOwnerOnly() throws IOException {
        Path key = folder.resolve("secrets.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        String text = Files.readString(key);
        assertThat(text).matches("[0-9a-f]{8} [A-Za-z0-9+/]{43}=\n");
        String inBase64 = text.substring(9).strip();
        String bytes = new String(Base64.getDecoder().decode(inBase64), StandardCharsets.ISO_8859_1);
        credentials.add(hypervisor("pve", CANARY));
        server.close();
        for (Path file : files()) {
            if (!file.equals(key)) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString())
                        .doesNotContain(inBase64).doesNotContain(bytes);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aPlantedSecretIsFoundNowhere() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        var others = new ArrayList<Appender<ILoggingEvent>>();
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        var seen = new StringBuilder();
        try {
            Credential made = credentials.add(hypervisor("pve", CANARY));
            credentials.change(made.id(), new NewSecret("other", CANARY + "2"));
            credentials.add(new NewCredential("push", Credential.Purpose.PUSH, "installer", CANARY));
            credentials.changeKey();
            seen.append(credentials.credentials()).append(security().audit(0));
            seen.append(new NewCredential("x", Credential.Purpose.PUSH, "y", CANARY))
                    .append(new NewSecret("y", CANARY));
            seen.append(server.part(Credentials.class).find(made.id()));
            for (Action wrong : List.<Action>of(() -> credentials.add(hypervisor("pve", CANARY)),
                    () -> credentials.add(hypervisor("../x", CANARY)),
                    () -> credentials.add(hypervisor("long", CANARY.repeat(1000))),
                    () -> credentials.add(new NewCredential("x", null, "y", CANARY)),
                    () -> credentials.change(made.id(), new NewSecret("", CANARY)),
                    () -> credentials.change(UUID.randomUUID(), new NewSecret("y", CANARY)))) {
                seen.append(catchThrowable(wrong::run));
            }
            for (String body : List.of("{\"name\":\"x\",\"secret\":" + CANARY + "}", "{\"secret\":{\"" + CANARY,
                    "{\"name\":\"x\",\"kind\":\"" + CANARY + "\",\"secret\":\"x\"}", CANARY)) {
                seen.append(sent(body));
            }
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
            others.forEach(root::addAppender);
        }
        assertThat(log.list).isNotEmpty();
        seen.append(log.list.stream().map(SecretsTest::whole).collect(Collectors.joining("\n")));
        assertThat(seen.toString()).contains("HYPERVISOR").doesNotContain("CANARY").doesNotContain("q7Zx");
        lookThroughFiles();
        server.close();
        lookThroughFiles();
    }

    private static String whole(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    private void lookThroughFiles() throws IOException {
        String inBase64 = Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)).substring(0, 20);
        for (Path file : files()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString())
                    .doesNotContain("CANARY").doesNotContain("q7Zx").doesNotContain(inBase64);
        }
    }

    /** By the JDK's client: what our own would not send. */
    private String sent(String body) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(identity().sslContext()).build()) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(address().resolve("/v1/credentials"))
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            return answer.body();
        }
    }

    @Test
    void onlyAdministratorsSeeThatThereAreCredentials() throws IOException {
        SecurityClient admin = security();
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            admin.add(new NewUser(role.word() + "1", role, PASSWORD));
            CredentialClient person = CredentialClient.signIn(address(), server.fingerprint(),
                    new SignIn(role.word() + "1", PASSWORD));
            open.add(person);
            for (Action action : List.<Action>of(person::credentials, () -> person.add(hypervisor("x", "y")),
                    () -> person.remove(UUID.randomUUID()), person::changeKey,
                    () -> person.change(UUID.randomUUID(), new NewSecret("x", "y")))) {
                assertThat(refused(action)).isEqualTo(ProblemCode.NOT_ALLOWED);
            }
        }
    }

    @Test
    void whoDidItIsInTheAuditLog() throws IOException {
        Credential made = credentials.add(hypervisor("pve", CANARY));
        credentials.change(made.id(), new NewSecret("other", CANARY));
        credentials.changeKey();
        credentials.remove(made.id());
        assertThat(security().audit(0).lines()).filteredOn(line -> line.who().endsWith("administrator"))
                .extracting(line -> line.action() + " " + line.subject() + " " + line.detail())
                .containsExactly("credential added pve HYPERVISOR for user root@pam",
                        "credential changed pve for user other", "key of secrets changed deployment ",
                        "credential removed pve for user other");
    }

    @ParameterizedTest
    @CsvSource({"'', HYPERVISOR, root, x, name", "'../x', PUSH, root, x, name", "'x; drop', PUSH, root, x, name",
            "x,, root, x, kind", "x, PUSH, '', x, userName", "x, PUSH,, x, userName", "x, PUSH, 'a\tb', x, userName",
            "x, PUSH, root, '', secret", "x, PUSH, root,, secret"})
    void aFieldThatIsWrongIsNamed(String name, Credential.Purpose kind, String user, String secret, String field)
            throws IOException {
        assertThatThrownBy(() -> credentials.add(new NewCredential(name, kind, user, secret)))
                .isInstanceOf(Refused.class).hasMessageContaining("'" + field + "'");
        assertThat(credentials.credentials().credentials()).isEmpty();
    }

    @Test
    void anotherKeyReadsTheSameSecretsAndTheOldKeyReadsNone() throws IOException {
        Credential made = credentials.add(hypervisor("pve", CANARY));
        String before = Files.readString(folder.resolve("secrets.key"));
        credentials.changeKey();
        assertThat(revealed(made.id())).isEqualTo(CANARY);
        String after = Files.readString(folder.resolve("secrets.key"));
        assertThat(after.lines()).hasSize(1).doesNotContain(before.strip());
        restart();
        assertThat(revealed(made.id())).isEqualTo(CANARY);
        Files.writeString(folder.resolve("secrets.key"), before);
        restart();
        assertThat(credentials.credentials().credentials()).extracting(Credential::readable).containsExactly(false);
        assertThatThrownBy(() -> revealed(made.id())).isInstanceOf(IOException.class)
                .hasMessageContaining("sealed with the key " + after.substring(0, 8))
                .hasMessageContaining("give the secret again");
        credentials.change(made.id(), new NewSecret("root", "new"));
        assertThat(credentials.credentials().credentials()).extracting(Credential::readable).containsExactly(true);
        assertThat(revealed(made.id())).isEqualTo("new");
    }

    @Test
    void aCrashWhileTheKeyIsChangedLosesNothing() throws IOException {
        Credential made = credentials.add(hypervisor("pve", CANARY));
        Path key = folder.resolve("secrets.key");
        String first = Files.readString(key);
        credentials.changeKey();
        String second = Files.readString(key);
        credentials.changeKey();
        String third = Files.readString(key);
        // What is in the file between the steps: the key before, then the new one.
        Files.writeString(key, second + third);
        restart();
        assertThat(revealed(made.id())).isEqualTo(CANARY);
        credentials.changeKey();
        assertThat(Files.readString(key).lines()).hasSize(1);
        assertThat(List.of(first, second, third)).doesNotContain(Files.readString(key));
        assertThat(revealed(made.id())).isEqualTo(CANARY);
    }

    @Test
    void aSecretCannotBePutInThePlaceOfAnother() throws Exception {
        Credential one = credentials.add(hypervisor("one", "secret of one"));
        Credential two = credentials.add(hypervisor("two", "secret of two"));
        server.close();
        sql("update secret set sealed = (select sealed from secret where name = 'credential/" + one.id()
                + "') where name = 'credential/" + two.id() + "'");
        restart();
        assertThat(revealed(one.id())).isEqualTo("secret of one");
        assertThatThrownBy(() -> revealed(two.id())).isInstanceOf(IOException.class)
                .hasMessageContaining("put there from elsewhere");
    }

    @Test
    void aSecretThatWasTouchedIsNotRead() throws Exception {
        Credential made = credentials.add(hypervisor("one", "x".repeat(100)));
        server.close();
        sql("update secret set sealed = replace(substr(sealed, 1, 60), substr(sealed, 50, 1), case when "
                + "substr(sealed, 50, 1) = 'A' then 'B' else 'A' end) || substr(sealed, 61) where name = 'credential/"
                + made.id() + "'");
        restart();
        assertThatThrownBy(() -> revealed(made.id())).isInstanceOf(IOException.class)
                .hasMessageContaining("give it again");
        credentials.changeKey();
        assertThat(credentials.credentials().credentials()).extracting(Credential::readable).containsExactly(false);
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("database.sqlite"));
                var change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', is empty", "'hello', line 1 is no key", "'01234567 AAAA', line 1 is no key"})
    void aDamagedFileOfKeysIsRefusedByName(String text, String said) throws IOException {
        server.close();
        Files.writeString(folder.resolve("secrets.key"), text);
        assertThatThrownBy(this::server).isInstanceOf(IOException.class).hasMessageContaining("secrets.key")
                .hasMessageContaining(said).hasMessageContaining("bring it back from a backup");
        assertThat(folder.resolve("secrets.key")).hasContent(text);
    }

    @Test
    void aFileOfKeysThatOthersCanReadIsRefused() throws IOException {
        server.close();
        Files.setPosixFilePermissions(folder.resolve("secrets.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(this::server).isInstanceOf(IOException.class).hasMessageContaining("chmod 600");
    }
}
