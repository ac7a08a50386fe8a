package secondsite.server.configuration;

import com.google.inject.Module;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import secondsite.api.client.CertificateRequest;
import secondsite.api.client.Connection;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.JoinClient;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.ReportClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.SignIn;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.stage.FirstStart;

/** A real configuration server over real TLS, whose clock a test sets ahead; and programs and people that belong to it. */
final class LiveServer implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();
    static final String PASSWORD = "correct horse battery";

    private final List<Runnable> ends = new ArrayList<>();
    private final Path folder;
    private final Path scripts;
    private final List<Module> replaced;
    private final String passphrase;
    private volatile Duration later = Duration.ZERO;
    private ConfigurationServer server;

    LiveServer(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param scripts folder of the programs that plans may run; null for none. @param replaced parts of the server */
    LiveServer(Path folder, Path scripts, Module... replaced) throws IOException {
        this.folder = folder;
        this.scripts = scripts;
        this.replaced = List.of(replaced);
        this.passphrase = FirstStart.in(folder).passphrase();
        this.server = started(0);
    }

    private ConfigurationServer started(int port) throws IOException {
        return ConfigurationServer.start(new ConfigurationServerSettings(folder,
                new Listen("127.0.0.1", port, 100, new Size(32 << 20)), List.of("localhost"),
                new Span(Duration.ofDays(100)), scripts), () -> Instant.now().plus(later), RANDOM, replaced);
    }

    /** Ends, and starts again on the same port with what it kept. */
    void restart() throws IOException {
        int port = server.port();
        server.close();
        server = started(port);
    }

    /** The server's clock goes so far ahead; a clock of its own would not jump, so its jobs look at it at once. */
    void pass(Duration time) {
        later = later.plus(time);
        server.part(Jobs.class).wake();
    }

    URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    /** A program that has joined, and reports. */
    ReportClient joined(String kind, String name) throws IOException {
        return new ReportClient(connection(identity(kind, name)));
    }

    /** What a program has that has joined. */
    TlsIdentity identity(String kind, String name) throws IOException {
        CertificateRequest request = CertificateRequest.create(name, RANDOM);
        try (var stranger = new JoinClient(address(), server.fingerprint())) {
            return TlsIdentity.joined(request.key(), stranger.join(new JoinRequest(kind, name, request.pem(),
                    kind.equals("agent") ? List.of() : List.of("localhost"), passphrase, null)));
        }
    }

    Connection connection(TlsIdentity identity) {
        var connection = new Connection(address(), identity, Connection.Patience.DEFAULTS);
        ends.add(connection::close);
        return connection;
    }

    TlsIdentity administrator() throws IOException {
        Path own = folder.resolve("administrator");
        return TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem"));
    }

    /** The administrator's tools report, which they may not. */
    ReportClient administratorWhoReports() throws IOException {
        return new ReportClient(connection(administrator()));
    }

    PolicyClient policies() throws IOException {
        return new PolicyClient(connection(administrator()));
    }

    InventoryClient inventory() throws IOException {
        return new InventoryClient(asAdministrator());
    }

    /** With the administrator's certificate. */
    Connection asAdministrator() throws IOException {
        return connection(administrator());
    }

    SecurityClient security() throws IOException {
        var client = new SecurityClient(address(), administrator());
        ends.add(client::close);
        return client;
    }

    /** A person with this role. */
    InventoryClient inventoryOf(Role role) throws IOException {
        return new InventoryClient(as(role));
    }

    /** Somebody with a token that nobody gave. */
    Connection stranger() {
        var connection = new Connection(address(), server.fingerprint(), "forged", Connection.Patience.DEFAULTS);
        ends.add(connection::close);
        return connection;
    }

    /** By the server's clock. */
    Instant now() {
        return Instant.now().plus(later);
    }

    /** The session of a new person with this role. */
    String tokenOf(Role role) throws IOException {
        String name = role.word() + "-person";
        try (SecurityClient admin = new SecurityClient(address(), administrator())) {
            admin.add(new NewUser(name, role, PASSWORD));
        }
        return SecurityClient.token(address(), server.fingerprint(), new SignIn(name, PASSWORD));
    }

    /** A new person with this role. */
    Connection as(Role role) throws IOException {
        var connection = new Connection(address(), server.fingerprint(), tokenOf(role), Connection.Patience.DEFAULTS);
        ends.add(connection::close);
        return connection;
    }

    /** Some part of the server. */
    <T> T part(Class<T> type) {
        return server.part(type);
    }

    /** The file of its database. */
    Path database() {
        return folder.resolve("database.sqlite");
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        server.close();
    }
}
