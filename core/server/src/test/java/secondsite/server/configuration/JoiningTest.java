package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.ProblemCode;
import secondsite.api.client.CertificateRequest;
import secondsite.api.client.Enrolment;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.JoinClient;
import secondsite.api.client.Pem;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Busy;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.client.TransferException.Unavailable;
import secondsite.api.security.CertificateList.Certificate;
import secondsite.api.security.AuditPage;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.RenewalRequest;
import secondsite.api.security.TokenRequest;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.web.Peer;

/** A real configuration server over real TLS; programs that join it. */
@Timeout(120)
class JoiningTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile Duration later = Duration.ZERO;
    private ConfigurationServer server;
    private String passphrase;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = server();
        passphrase = server.newPassphrase().orElseThrow();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ConfigurationServer server() throws IOException {
        return server(folder.resolve("configuration"), 0);
    }

    private ConfigurationServer server(Path directory, int port) throws IOException {
        var settings = new ConfigurationServerSettings(directory,
                new Listen("127.0.0.1", port, 100, new Size(16 << 20)), List.of("localhost", "127.0.0.1"),
                new Span(Duration.ofDays(100)));
        var started = ConfigurationServer.start(settings, () -> Instant.now().plus(later), RANDOM);
        open.add(started);
        return started;
    }

    private URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    private <T extends AutoCloseable> T opened(T client) {
        open.add(client);
        return client;
    }

    private JoinClient stranger() {
        return opened(new JoinClient(address(), server.fingerprint()));
    }

    private SecurityClient as(TlsIdentity identity) {
        return opened(new SecurityClient(address(), identity));
    }

    private SecurityClient administrator() throws IOException {
        Path own = folder.resolve("configuration/administrator");
        return as(TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem")));
    }

    private static JoinRequest agent(String name, String request, String passphrase) {
        return new JoinRequest("agent", name, request, List.of(), passphrase, null);
    }

    private static String key() {
        return CertificateRequest.create("some", RANDOM).pem();
    }

    private TlsIdentity join(String name) throws IOException {
        CertificateRequest request = CertificateRequest.create(name, RANDOM);
        return TlsIdentity.joined(request.key(), stranger().join(agent(name, request.pem(), passphrase)));
    }

    private static ProblemCode refused(Action action) {
        return catchThrowableOfType(Refused.class, action::run).code();
    }

    private interface Action {

        void run() throws Exception;
    }

    @Test
    void thePassphraseIsToldAtTheFirstStartOnlyAndKeptAsAHash() throws IOException {
        Fingerprint before = server.fingerprint();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes).as(file.toString()).doesNotContain(passphrase)
                        .doesNotContain(passphrase.replace("-", ""));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            }
        }
        server = server();
        assertThat(server.newPassphrase()).isEmpty();
        assertThat(server.fingerprint()).isEqualTo(before);
        assertThat(Peer.of(join("web").certificate())).contains(new Peer(Peer.Kind.AGENT, "web"));
    }

    @Test
    void afterAFirstStartThatFailedThePassphraseIsStillTold() throws IOException {
        Path other = folder.resolve("other");
        assertThatThrownBy(() -> server(other, server.port())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen");
        ConfigurationServer second = server(other, 0);
        assertThat(second.newPassphrase()).isPresent();
        assertThat(second.firstPassword()).isPresent();
    }

    @Test
    void anAgentThatKnowsThePassphraseGetsACertificateInItsOwnName() throws IOException {
        TlsIdentity agent = join("web");
        assertThat(Peer.of(agent.certificate())).contains(new Peer(Peer.Kind.AGENT, "web"));
        assertThat(agent.certificate().getNotAfter().toInstant()).isBetween(Instant.now().plus(Duration.ofDays(99)),
                Instant.now().plus(Duration.ofDays(101)));
        assertThat(Fingerprint.of(agent.authorities().getFirst())).isEqualTo(server.fingerprint());
        assertThat(administrator().certificates().certificates()).extracting(Certificate::kind, Certificate::name)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("agent", "web"));
    }

    @Test
    void thePassphraseMayBeTypedInAnyWay() throws IOException {
        passphrase = " " + passphrase.toLowerCase(Locale.ROOT).replace("-", " ").replace('0', 'o') + "\n";
        assertThat(join("web").certificate()).isNotNull();
    }

    @Test
    void aServerGetsACertificateForItsNames() throws Exception {
        CertificateRequest request = CertificateRequest.create("gateway", RANDOM);
        TlsIdentity gateway = TlsIdentity.joined(request.key(), stranger().join(new JoinRequest("process-server",
                "gateway", request.pem(), List.of("gateway.example", "10.1.2.3", "fd00::1"), passphrase, null)));
        assertThat(gateway.certificate().getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
                .contains("gateway.example", "10.1.2.3", "fd00:0:0:0:0:0:0:1");
    }

    @Test
    void nothingIsSaidToAServerOfAnotherDeployment() throws IOException {
        var other = new Fingerprint("sha256:" + "0".repeat(64));
        JoinClient misled = opened(new JoinClient(address(), other));
        assertThatThrownBy(() -> misled.join(agent("web", key(), passphrase))).isInstanceOf(Unavailable.class)
                .hasMessageContaining("another deployment").hasMessageContaining(server.fingerprint().text());
        assertThat(administrator().certificates().certificates()).isEmpty();
    }

    @Test
    void whoGuessesThePassphraseHasToWaitLongerAndLonger() throws IOException {
        JoinClient guesser = stranger();
        String key = key();
        for (int i = 0; i < 5; i++) {
            assertThat(refused(() -> guesser.join(agent("web", key, "GUESS-" + key.length()))))
                    .isEqualTo(ProblemCode.NOT_ALLOWED);
        }
        Busy first = catchThrowableOfType(Busy.class, () -> guesser.join(agent("web", key, passphrase)));
        assertThat(first.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
        later = later.plus(first.retryAfter());
        assertThat(refused(() -> guesser.join(agent("web", key, "GUESS")))).isEqualTo(ProblemCode.NOT_ALLOWED);
        Busy second = catchThrowableOfType(Busy.class, () -> guesser.join(agent("web", key, passphrase)));
        assertThat(second.retryAfter()).isGreaterThan(Duration.ofSeconds(6));
        later = later.plus(second.retryAfter());
        assertThat(guesser.join(agent("web", key, passphrase)).certificate()).isNotBlank();
    }

    @Test
    void aTokenLetsOneProgramJoinOnce() throws IOException {
        String token = administrator().token(new TokenRequest("agent", "web", 10)).token();
        JoinClient client = stranger();
        assertThat(refused(() -> client.join(new JoinRequest("agent", "other", key(), List.of(), null, token))))
                .isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThat(refused(() -> client
                .join(new JoinRequest("process-server", "web", key(), List.of("localhost"), null, token))))
                .isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThat(client.join(new JoinRequest("agent", "web", key(), List.of(), null, token)).certificate())
                .isNotBlank();
        assertThatThrownBy(() -> client.join(new JoinRequest("agent", "web", key(), List.of(), null, token)))
                .isInstanceOf(Refused.class).hasMessageContaining("was used");
    }

    @Test
    void aTokenEndsAndAWrongOneIsAGuess() throws IOException {
        String token = administrator().token(new TokenRequest("agent", null, 10)).token();
        JoinClient client = stranger();
        assertThatThrownBy(() -> client
                .join(new JoinRequest("agent", "web", key(), List.of(), null, token.substring(0, 11) + ".WRONG")))
                .isInstanceOf(Refused.class).hasMessageContaining("the token is wrong");
        later = Duration.ofMinutes(11);
        assertThatThrownBy(() -> client.join(new JoinRequest("agent", "web", key(), List.of(), null, token)))
                .isInstanceOf(Refused.class).hasMessageContaining("ended");
    }

    @Test
    void aNameIsGivenOnceAndFreeAgainAfterRevocation() throws IOException {
        TlsIdentity first = join("web");
        assertThat(refused(() -> join("web"))).isEqualTo(ProblemCode.CONFLICT);
        administrator().revoke(first.certificate().getSerialNumber().toString(16));
        assertThat(join("web").certificate()).isNotEqualTo(first.certificate());
    }

    @Test
    void whoDidNotGetTheAnswerAsksAgainWithTheSameKey() throws IOException {
        String key = key();
        String first = stranger().join(agent("web", key, passphrase)).certificate();
        String second = stranger().join(agent("web", key, passphrase)).certificate();
        assertThat(second).isNotEqualTo(first);
        assertThat(refused(() -> stranger().join(agent("web", key(), passphrase)))).isEqualTo(ProblemCode.CONFLICT);
    }

    private void enrol(Path into, URI at) throws IOException {
        new Enrolment(into, InstantSource.system(), RANDOM).join(at, server.fingerprint(), "agent", "web", List.of(),
                new Enrolment.Permission(passphrase, null));
    }

    @Test
    void anAttemptToJoinThatBrokeOffAnywhereGoesOn() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("request.pem"), "left by an attempt that ended before it had a key");
        URI nobody = address();
        server.close();
        assertThatThrownBy(() -> enrol(own, nobody)).isInstanceOf(Unavailable.class);
        byte[] key = Files.readAllBytes(own.resolve("key.pem"));
        server = server();
        Files.writeString(own.resolve("authority.pem"), "half of it");
        enrol(own, address());
        assertThat(Files.readAllBytes(own.resolve("key.pem"))).isEqualTo(key);
        TlsIdentity joined = TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem"));
        as(joined).renew(new RenewalRequest(key(), List.of()));
    }

    @Test
    void aKeyOfSomebodyElseIsLeftAlone() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("key.pem"), "of the web server");
        assertThatThrownBy(() -> enrol(own, address())).isInstanceOf(IOException.class).hasMessageContaining("key.pem");
        assertThat(own.resolve("key.pem")).hasContent("of the web server");
        assertThat(own.resolve("request.pem")).doesNotExist();
    }

    @Test
    void aProgramRenewsItsCertificateAndTheOldOneHoldsToItsEnd() throws IOException {
        TlsIdentity agent = join("web");
        CertificateRequest request = CertificateRequest.create("web", RANDOM);
        TlsIdentity renewed = TlsIdentity.joined(request.key(),
                as(agent).renew(new RenewalRequest(request.pem(), List.of())));
        assertThat(Peer.of(renewed.certificate())).isEqualTo(Peer.of(agent.certificate()));
        assertThat(renewed.certificate().getPublicKey()).isNotEqualTo(agent.certificate().getPublicKey());
        as(renewed).renew(new RenewalRequest(key(), List.of()));
        as(agent).renew(new RenewalRequest(key(), List.of()));
        later = Duration.ofDays(101);
        assertThat(refused(() -> as(agent).renew(new RenewalRequest(key(), List.of()))))
                .isEqualTo(ProblemCode.UNKNOWN_PEER);
    }

    @Test
    void aStolenCertificateIsRefusedAtOnceWhenItIsRevokedOnLivingConnectionsToo() throws IOException {
        TlsIdentity stolen = join("web");
        SecurityClient thief = as(stolen);
        thief.renew(new RenewalRequest(key(), List.of()));
        administrator().revoke(stolen.certificate().getSerialNumber().toString(16));
        assertThat(refused(() -> thief.renew(new RenewalRequest(key(), List.of()))))
                .isEqualTo(ProblemCode.UNKNOWN_PEER);
        server.close();
        server = server();
        assertThat(refused(() -> as(stolen).renew(new RenewalRequest(key(), List.of()))))
                .isEqualTo(ProblemCode.UNKNOWN_PEER);
        assertThat(refused(() -> administrator().revoke("123"))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void onlyAdministratorsSeeAndChangeWhoBelongsToTheDeployment() throws IOException {
        SecurityClient agent = as(join("web"));
        for (Action action : List.<Action>of(agent::certificates, agent::newPassphrase, () -> agent.audit(0),
                () -> agent.revoke("1"), () -> agent.token(new TokenRequest("agent", null, 5)))) {
            assertThat(refused(action)).isEqualTo(ProblemCode.NOT_ALLOWED);
        }
    }

    @Test
    void anotherPassphraseEndsTheOneBefore() throws IOException {
        String before = passphrase;
        passphrase = administrator().newPassphrase().passphrase();
        assertThat(refused(() -> stranger().join(agent("web", key(), before)))).isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThat(join("web").certificate()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../../etc/passwd", "a/b", "x'; drop table certificate; --", "näme", "-first",
            "a23456789012345678901234567890123456789012345678901234567890123x", "with space", "new\nline"})
    void aNameThatIsNoneIsRefusedByField(String name) throws IOException {
        assertThatThrownBy(() -> stranger().join(agent(name, key(), passphrase))).isInstanceOf(Refused.class)
                .hasMessageContaining("'name'");
        assertThat(administrator().certificates().certificates()).isEmpty();
    }

    @Test
    void everyOtherFieldIsCheckedToo() throws Exception {
        JoinClient client = stranger();
        String key = key();
        assertField("'kind'", () -> client
                .join(new JoinRequest("administrator", "me", key, List.of(), passphrase, null)));
        assertField("'kind'", () -> client.join(new JoinRequest("stranger", "me", key, List.of(), passphrase, null)));
        assertField("'hosts'", () -> client.join(new JoinRequest("agent", "me", key, List.of("x"), passphrase, null)));
        assertField("'hosts'", () -> client
                .join(new JoinRequest("master-target", "me", key, List.of("a b"), passphrase, null)));
        assertField("'hosts'", () -> client
                .join(new JoinRequest("master-target", "me", key, List.of(), passphrase, null)));
        assertField("'passphrase' or 'token'", () -> client.join(agent("me", key, null)));
        assertField("'request'", () -> client.join(agent("me", "no request", passphrase)));
        assertField("'request'", () -> client.join(agent("me", null, passphrase)));
        assertField("'request'", () -> client.join(agent("me", "x".repeat(20_000), passphrase)));
        assertField("too weak", () -> client.join(agent("me", request("RSA", 1024, false), passphrase)));
        assertField("not signed", () -> client.join(agent("me", request("RSA", 2048, true), passphrase)));
        assertField("bytes", () -> client.join(agent("me", "x".repeat(300_000), passphrase)));
        assertThat(administrator().certificates().certificates()).isEmpty();
    }

    private static void assertField(String named, Action action) {
        assertThatThrownBy(action::run).isInstanceOf(TransferException.class).hasMessageContaining(named);
    }

    private static String request(String algorithm, int bits, boolean forged) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        KeyPair signer = forged ? generator.generateKeyPair() : pair;
        return Pem.of("CERTIFICATE REQUEST",
                new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=me"), pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate())).getEncoded());
    }

    @Test
    void theAuditLogTellsWhoDidWhatAndShowsWhereItWasTamperedWith() throws Exception {
        List<AuditPage.Line> before = administrator().audit(0).lines();
        assertThat(before).extracting(AuditPage.Line::action).contains("passphrase changed", "user added");
        assertThat(before).extracting(AuditPage.Line::who).containsOnly("first start");
        TlsIdentity agent = join("web");
        administrator().revoke(agent.certificate().getSerialNumber().toString(16));
        long issued = before.size() + 1;
        List<AuditPage.Line> since = administrator().audit(before.size()).lines();
        assertThat(since).extracting(AuditPage.Line::action).containsExactly("certificate issued",
                "certificate revoked");
        assertThat(since).extracting(AuditPage.Line::who).containsExactly("127.0.0.1",
                "secondsite:administrator:administrator");
        assertThat(administrator().verifyAudit().firstBroken()).isNull();
        assertThat(administrator().audit(issued).lines()).hasSize(1);
        change("update audit set who = 'somebody else' where number = " + issued);
        assertThat(administrator().verifyAudit().firstBroken()).isEqualTo(issued);
        change("update audit set who = '127.0.0.1' where number = " + issued);
        assertThat(administrator().verifyAudit().firstBroken()).isNull();
        change("delete from audit where number = 1");
        assertThat(administrator().verifyAudit().firstBroken()).isEqualTo(1);
    }

    private void change(String sql) throws Exception {
        try (Connection connection = DriverManager
                .getConnection("jdbc:sqlite:" + folder.resolve("configuration/database.sqlite"))) {
            connection.createStatement().execute(sql);
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedAndStaysAsItIs() throws Exception {
        server.close();
        change("insert into flyway_schema_history select 99, '99', 'from the future', type, 'V99__future.sql', checksum,"
                + " installed_by, installed_on, 1, success from flyway_schema_history where version = '1'");
        byte[] before = Files.readAllBytes(folder.resolve("configuration/database.sqlite"));
        assertThatThrownBy(this::server).isInstanceOf(IOException.class).hasMessageContaining("newer version")
                .hasMessageContaining("99");
        assertThat(Files.readAllBytes(folder.resolve("configuration/database.sqlite"))).isEqualTo(before);
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        server.close();
        Path file = folder.resolve("configuration/database.sqlite");
        Files.deleteIfExists(folder.resolve("configuration/database.sqlite-wal"));
        Files.write(file, new byte[10_000]);
        Files.writeString(file, "this is a shopping list, and a long one, over more than a page of a database");
        assertThatThrownBy(this::server).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    }
}
