package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.Connection;
import secondsite.api.client.Enrolment;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.PointClient;
import secondsite.api.client.RenewingIdentity;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.transfer.Transfer;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.PeerCheck;
import secondsite.server.web.Routes;

/** Certificates that live an hour, renewed over real connections while a server and a client use them. */
@Timeout(120)
class RenewalTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

    /** So late a certificate of an hour, which began an hour ago, has less than a third of its life left. */
    private static final Duration LATE = Duration.ofMinutes(35);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private volatile Duration later = Duration.ZERO;
    private ConfigurationServer authority;
    private String passphrase;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        authority = authority(0);
        passphrase = authority.newPassphrase().orElseThrow();
    }

    private ConfigurationServer authority(int port) throws IOException {
        return opened(ConfigurationServer.start(new ConfigurationServerSettings(folder.resolve("configuration"),
                listen(port), HOSTS, new Span(Duration.ofHours(1))), this::now, RANDOM));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Instant now() {
        return Instant.now().plus(later);
    }

    private static Listen listen(int port) {
        return new Listen("127.0.0.1", port, 100, new Size(16 << 20));
    }

    private <T extends AutoCloseable> T opened(T what) {
        open.add(what);
        return what;
    }

    private URI address() {
        return URI.create("https://localhost:" + authority.port());
    }

    private IdentityFiles join(String kind, String name, List<String> hosts) throws IOException {
        Path own = folder.resolve(name);
        new Enrolment(own, this::now, RANDOM).join(address(), authority.fingerprint(), kind, name, hosts,
                new Enrolment.Permission(passphrase, null));
        return IdentityFiles.in(own);
    }

    private RenewingIdentity renewing(IdentityFiles files) throws IOException {
        return opened(new RenewingIdentity(files, address(), this::now, RANDOM, new RenewingIdentity.Listener() {
            @Override
            public void renewed(Instant ends) {
                told.add("renewed");
            }

            @Override
            public void failed(String why, Instant ends) {
                told.add(why);
            }
        }));
    }

    private static BigInteger serial(TlsIdentity identity) {
        return identity.certificate().getSerialNumber();
    }

    /** A connection that is kept, as an HTTP client sees it from below. */
    private final class Line implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Line(SSLContext context, int port) throws IOException {
            socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        BigInteger shown() throws IOException {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }

        /** The first line of the answer. */
        String ask() throws IOException {
            socket.getOutputStream().write(("GET " + Transfer.DISKS + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String first = in.readLine();
            int length = 0;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skip(length);
            return first;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void anOldConnectionGoesOnAndANewOneShowsTheNewCertificateInBothDirections() throws Exception {
        RenewingIdentity server = renewing(join("process-server", "gateway", HOSTS));
        RenewingIdentity client = renewing(join("agent", "web", List.of()));
        var seen = new LinkedBlockingDeque<BigInteger>();
        var peers = new PeerCheck(serial -> {
            seen.add(serial);
            return false;
        }, this::now);
        HttpsListener listener = opened(new HttpsListener(listen(0), server, peers,
                new Routes().get(Transfer.DISKS, exchange -> exchange.answer(List.of()))));
        // The same context for old and new connections: a session that is resumed would show the old certificate.
        SSLContext context = client.current().sslContext();
        Line old = opened(new Line(context, listener.port()));
        assertThat(old.ask()).contains("200");
        var asking = new PointClient(opened(new Connection(URI.create("https://localhost:" + listener.port()), client,
                Connection.Patience.DEFAULTS)));
        asking.gateway();
        BigInteger serverBefore = serial(server.current());
        PublicKey keyBefore = server.current().certificate().getPublicKey();
        BigInteger clientBefore = serial(client.current());
        assertThat(old.shown()).isEqualTo(serverBefore);
        assertThat(seen.getLast()).isEqualTo(clientBefore);
        assertThat(server.renewIfDue()).as("not before its time").isFalse();

        later = LATE;
        assertThat(server.renewIfDue()).as(told.toString()).isTrue();
        assertThat(client.renewIfDue()).as(told.toString()).isTrue();
        assertThat(serial(server.current())).isNotEqualTo(serverBefore);
        assertThat(server.current().certificate().getPublicKey()).as("another key").isNotEqualTo(keyBefore);

        assertThat(old.ask()).as("the old connection").contains("200");
        assertThat(old.shown()).isEqualTo(serverBefore);
        assertThat(seen.getLast()).isEqualTo(clientBefore);
        Line fresh = opened(new Line(context, listener.port()));
        assertThat(fresh.ask()).contains("200");
        assertThat(fresh.shown()).isEqualTo(serial(server.current()));
        asking.gateway();
        assertThat(seen.getLast()).as("the client's next request").isEqualTo(serial(client.current()))
                .isNotEqualTo(clientBefore);
    }

    @Test
    void theNewPairIsKeptWithTheSameNamesAndForItsOwnerOnly() throws Exception {
        IdentityFiles files = join("process-server", "gateway", List.of("gateway.example", "10.1.2.3", "localhost"));
        RenewingIdentity identity = renewing(files);
        X509Certificate before = identity.current().certificate();
        later = LATE;
        assertThat(identity.renewIfDue()).isTrue();
        TlsIdentity kept = files.read();
        assertThat(kept).isEqualTo(identity.current());
        assertThat(kept.certificate().getSubjectAlternativeNames())
                .containsExactlyInAnyOrderElementsOf(before.getSubjectAlternativeNames());
        assertThat(told).containsExactly("renewed");
        try (Stream<Path> all = Files.list(folder.resolve("gateway"))) {
            assertThat(all).extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("key.pem", "certificate.pem", "authority.pem");
        }
        assertThat(Files.getPosixFilePermissions(files.key())).hasToString("[OWNER_READ, OWNER_WRITE]");
        later = LATE.multipliedBy(2);
        assertThat(identity.renewIfDue()).as("again").isTrue();
    }

    /** A crash at any place between the first and the last step leaves the old pair or the new one. */
    @Test
    void aCrashBetweenKeyAndCertificateLeavesAPairThatWorks() throws Exception {
        IdentityFiles files = join("agent", "web", List.of());
        Path own = folder.resolve("web");
        byte[] oldKey = Files.readAllBytes(own.resolve("key.pem"));
        byte[] oldCertificate = Files.readAllBytes(own.resolve("certificate.pem"));
        RenewingIdentity identity = renewing(files);
        BigInteger before = serial(identity.current());
        later = LATE;
        identity.renewIfDue();
        BigInteger after = serial(identity.current());
        byte[] newKey = Files.readAllBytes(own.resolve("key.pem"));
        byte[] newCertificate = Files.readAllBytes(own.resolve("certificate.pem"));
        record Crash(String when, byte[] key, byte[] keyNew, byte[] part, byte[] certificateNew) {}
        for (Crash crash : List.of(new Crash("the key is half written", oldKey, new byte[]{'-'}, null, null),
                new Crash("there is a key", oldKey, newKey, null, null),
                new Crash("the certificate is half written", oldKey, newKey, new byte[]{'-'}, null),
                new Crash("the certificate is there", oldKey, newKey, null, newCertificate),
                new Crash("the key has its name", newKey, null, null, newCertificate))) {
            put(own.resolve("key.pem"), crash.key());
            put(own.resolve("certificate.pem"), oldCertificate);
            put(own.resolve("key.pem.new"), crash.keyNew());
            put(own.resolve("certificate.pem.part"), crash.part());
            put(own.resolve("certificate.pem.new"), crash.certificateNew());
            TlsIdentity found = files.read();
            assertThat(serial(found)).as(crash.when()).isEqualTo(crash.certificateNew() == null ? before : after);
            try (var works = new SecurityClient(address(), found)) {
                // Refused for what it is, not for what it shows: the handshake went well.
                assertThatThrownBy(works::certificates).as(crash.when()).hasMessageContaining("agent web");
            }
            try (Stream<Path> all = Files.list(own)) {
                assertThat(all).as(crash.when()).hasSize(3);
            }
        }
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        if (bytes != null) {
            Files.write(file, bytes);
        }
    }

    @Test
    void whileTheConfigurationServerIsAwayItIsTriedAgainAndThePairStays() throws Exception {
        IdentityFiles files = join("agent", "web", List.of());
        RenewingIdentity identity = renewing(files);
        int port = authority.port();
        authority.close();
        TlsIdentity before = identity.current();
        later = LATE;
        assertThat(identity.renewIfDue()).isFalse();
        assertThat(told).hasSize(1);
        assertThat(identity.renewIfDue()).as("not at once").isFalse();
        assertThat(told).hasSize(1);
        assertThat(files.read()).isEqualTo(before);
        authority = authority(port);
        later = LATE.plusMinutes(2);
        assertThat(identity.renewIfDue()).as(told.toString()).isTrue();
    }

    @Test
    void aCertificateThatHasEndedSaysWhatToDoAndTheProgramCanJoinAgain() throws Exception {
        IdentityFiles files = join("agent", "web", List.of());
        RenewingIdentity identity = renewing(files);
        assertThatThrownBy(() -> join("agent", "web", List.of())).hasMessageContaining("belongs to a deployment");
        later = Duration.ofMinutes(61);
        assertThat(identity.renewIfDue()).isFalse();
        assertThat(told.getLast()).contains("ended at").contains("one-time token").contains("join again");
        assertThatThrownBy(() -> files.readValid(now())).hasMessageContaining(files.certificate().toString())
                .hasMessageContaining("one-time token");
        // Broke off after its first step.
        Files.move(files.key(), folder.resolve("web/key.ended.pem"));
        BigInteger before = serial(identity.current());
        TlsIdentity joined = join("agent", "web", List.of()).readValid(now());
        assertThat(serial(joined)).isNotEqualTo(before);
        later = later.plusMinutes(2);
        assertThat(identity.renewIfDue()).as("the program that runs takes it up").isTrue();
        assertThat(identity.current()).isEqualTo(joined);
    }
}
