package secondsite.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.AgentReport;
import secondsite.api.security.SignIn;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;

/** T18: who is let in, who is not, and whom a client believes. */
class TlsTest {

    private static final Peer AGENT = new Peer(Peer.Kind.AGENT, "machine");

    private final Identities ours = new Identities();
    private final Identities theirs = new Identities();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpsListener listener;

    /** Answers every question for a position with the peer's id as a problem, to tell whom the server takes it for. */
    private int listen(TlsIdentity identity, Set<BigInteger> revoked, InstantSource clock) {
        listener = new HttpsListener(new Listen("127.0.0.1", 0, 100, new Size(16 << 20)), identity,
                new PeerCheck(revoked::contains, clock),
                new Routes().get("/v1/disks/{disk}/position", exchange -> {
                    throw new ProblemException(ProblemCode.CONFLICT, "you are " + exchange.peer().name());
                }));
        return listener.port();
    }

    private int listen() {
        return listen(ours.server(Peer.Kind.PROCESS_SERVER, "gateway"), Set.of(), InstantSource.system());
    }

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
    }

    private static void ask(TlsIdentity identity, String host, int port) throws TransferException {
        try (var connection = new Connection(URI.create("https://" + host + ":" + port), identity,
                new Connection.Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20)))) {
            new TransferClient(connection).position(UUID.randomUUID());
        }
    }

    private static void assertLetIn(TlsIdentity identity, int port, Peer as) {
        assertThatThrownBy(() -> ask(identity, "127.0.0.1", port))
                .isInstanceOfSatisfying(TransferException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT))
                .hasMessage("you are " + as.name());
    }

    private static void assertNoHandshake(TlsIdentity identity, String host, int port) {
        assertThatThrownBy(() -> ask(identity, host, port)).isInstanceOf(TransferException.Unavailable.class);
    }

    @Test
    void letsInWhoHasACertificateOfTheDeploymentAndKnowsWhoItIs() {
        int port = listen();
        assertLetIn(ours.client(Peer.Kind.AGENT, "machine"), port, AGENT);
        assertLetIn(ours.client(Peer.Kind.ADMINISTRATOR, "anna"), port, new Peer(Peer.Kind.ADMINISTRATOR, "anna"));
    }

    @Test
    void refusesACertificateOfAnotherAuthority() {
        int port = listen();
        TlsIdentity stranger = theirs.trusting(theirs.client(Peer.Kind.AGENT, "machine"), ours);
        assertNoHandshake(stranger, "127.0.0.1", port);
        assertLetIn(ours.client(Peer.Kind.AGENT, "machine"), port, AGENT);
    }

    @Test
    void refusesACertificateThatHasExpiredOrIsNotYetValid() {
        int port = listen();
        assertNoHandshake(ours.identity(AGENT, List.of(), Instant.now().minus(Duration.ofDays(3)), Duration.ofDays(2)),
                "127.0.0.1", port);
        assertNoHandshake(ours.identity(AGENT, List.of(), Instant.now().plus(Duration.ofDays(1)), Duration.ofDays(2)),
                "127.0.0.1", port);
    }

    @Test
    void refusesACertificateThatExpiresWhileItsConnectionLives() {
        var clock = new InstantSource() {
            volatile Instant now = Instant.now();

            @Override
            public Instant instant() {
                return now;
            }
        };
        int port = listen(ours.server(Peer.Kind.PROCESS_SERVER, "gateway"), Set.of(), clock);
        TlsIdentity agent = ours.client(Peer.Kind.AGENT, "machine");
        assertLetIn(agent, port, AGENT);
        clock.now = Instant.now().plus(Duration.ofDays(5));
        assertThatThrownBy(() -> ask(agent, "127.0.0.1", port)).isInstanceOfSatisfying(TransferException.Refused.class,
                e -> assertThat(e.code()).isEqualTo(ProblemCode.UNKNOWN_PEER));
    }

    @Test
    void refusesACertificateThatWasRevoked() {
        TlsIdentity agent = ours.client(Peer.Kind.AGENT, "machine");
        int port = listen(ours.server(Peer.Kind.PROCESS_SERVER, "gateway"),
                Set.of(agent.certificate().getSerialNumber()),
                InstantSource.system());
        assertThatThrownBy(() -> ask(agent, "127.0.0.1", port)).isInstanceOfSatisfying(TransferException.Refused.class,
                e -> assertThat(e.code()).isEqualTo(ProblemCode.UNKNOWN_PEER)).hasMessageContaining("revoked");
        assertLetIn(ours.client(Peer.Kind.AGENT, "machine"), port, AGENT);
    }

    @Test
    void refusesWhoShowsNoCertificate() throws Exception {
        int port = listen();
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[]{ours.client(Peer.Kind.AGENT, "machine").trustManager()},
                new SecureRandom());
        assertThatThrownBy(() -> talk(context, port, "TLSv1.3")).isInstanceOf(IOException.class);
    }

    @Test
    void refusesOldTls() throws Exception {
        int port = listen();
        TlsIdentity agent = ours.client(Peer.Kind.AGENT, "machine");
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[]{agent.keyManager()}, new TrustManager[]{agent.trustManager()},
                new SecureRandom());
        assertThatThrownBy(() -> talk(context, port, "TLSv1.2")).isInstanceOf(IOException.class);
        assertThat(talk(context, port, "TLSv1.3")).startsWith("HTTP/1.1 409");
    }

    private static String talk(SSLContext context, int port, String protocol) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[]{protocol});
            socket.getOutputStream().write(("GET /v1/disks/" + UUID.randomUUID()
                    + "/position HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            if (answer.length == 0) {
                throw new IOException("cut off");
            }
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aClientBelievesNoServerThatItsCertificateDoesNotName() {
        int port = listen(ours.identity(new Peer(Peer.Kind.PROCESS_SERVER, "gateway"), List.of("gateway.example")),
                Set.of(),
                InstantSource.system());
        assertNoHandshake(ours.client(Peer.Kind.AGENT, "machine"), "127.0.0.1", port);
    }

    @Test
    void aClientBelievesNoServerOfAnotherAuthority() {
        int port = listen(ours.trusting(theirs.server(Peer.Kind.PROCESS_SERVER, "gateway"), ours), Set.of(),
                InstantSource.system());
        assertNoHandshake(ours.client(Peer.Kind.AGENT, "machine"), "127.0.0.1", port);
    }

    @Test
    void aClientBelievesNoServerThatHasExpired() {
        int port = listen(ours.identity(new Peer(Peer.Kind.PROCESS_SERVER, "gateway"), List.of("127.0.0.1"),
                Instant.now().minus(Duration.ofDays(5)), Duration.ofDays(2)), Set.of(), InstantSource.system());
        assertNoHandshake(ours.client(Peer.Kind.AGENT, "machine"), "127.0.0.1", port);
    }

    @Test
    void anAgentCannotPlayTheServerForOthers() {
        int port = listen(ours.client(Peer.Kind.AGENT, "127.0.0.1"), Set.of(), InstantSource.system());
        assertNoHandshake(ours.client(Peer.Kind.AGENT, "machine"), "127.0.0.1", port);
    }

    /** Servers choose the host names in their certificates: only what they are is beyond them. */
    @Test
    void onlyAConfigurationServerIsToldPasswordsAndReports() {
        for (Peer.Kind kind : List.of(Peer.Kind.PROCESS_SERVER, Peer.Kind.MASTER_TARGET)) {
            assertThatThrownBy(() -> signIn(kind)).as(kind.word()).isInstanceOf(TransferException.Unavailable.class)
                    .hasMessageContaining("it should be a configuration-server, and has the certificate of a "
                            + kind.word());
            assertThatThrownBy(() -> report(kind)).as(kind.word()).isInstanceOf(TransferException.Unavailable.class)
                    .hasMessageContaining("it should be a configuration-server");
        }
        assertThat(asked).isEmpty();
        assertThatThrownBy(() -> signIn(Peer.Kind.CONFIGURATION_SERVER)).hasMessage("not today");
        assertThatThrownBy(() -> report(Peer.Kind.CONFIGURATION_SERVER)).hasMessage("not today");
        assertThat(asked).containsExactly("/v1/sessions", ReportClient.AGENT);
    }

    @Test
    void aConfigurationServerIsSentNoDisk() {
        int port = listen(ours.server(Peer.Kind.CONFIGURATION_SERVER, "configuration"), Set.of(),
                InstantSource.system());
        assertNoHandshake(ours.client(Peer.Kind.AGENT, "machine"), "127.0.0.1", port);
    }

    /** What a server of this kind was asked is in {@link #asked}. */
    private URI play(Peer.Kind kind) {
        close();
        TlsIdentity own = ours.server(kind, "somebody");
        var shown = new TlsIdentity(own.key(), List.of(own.certificate(), own.authorities().getFirst()),
                own.authorities());
        listener = new HttpsListener(new Listen("127.0.0.1", 0, 100, new Size(16 << 20)), shown,
                new PeerCheck(_ -> false, InstantSource.system()),
                new Routes().byAnyone(open -> open.post("/v1/sessions", _ -> answer("/v1/sessions")))
                        .post(ReportClient.AGENT, _ -> answer(ReportClient.AGENT)));
        return URI.create("https://127.0.0.1:" + listener.port());
    }

    private void answer(String path) {
        asked.add(path);
        throw new ProblemException(ProblemCode.CONFLICT, "not today");
    }

    private void signIn(Peer.Kind kind) throws TransferException {
        URI server = play(kind);
        Connection.signIn(server, Fingerprint.of(ours.client(Peer.Kind.AGENT, "machine").authorities().getFirst()),
                new SignIn("anna", "a password")).close();
    }

    private void report(Peer.Kind kind) throws TransferException {
        try (var connection = new Connection(play(kind), ours.client(Peer.Kind.AGENT, "machine"),
                Connection.Patience.DEFAULTS)) {
            new ReportClient(connection)
                    .report(new AgentReport("1", Instant.now(), null, null, null, List.of(), List.of()));
        }
    }
}
