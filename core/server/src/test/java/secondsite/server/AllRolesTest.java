package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.Enrolment;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.security.AuditPage;
import secondsite.api.security.CertificateList.Certificate;
import secondsite.api.security.TokenRequest;
import secondsite.api.site.ServerSummary;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.settings.Role;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.settings.ServerSettings;
import secondsite.server.settings.SettingsFile;

/** All three roles in one program, where nobody has made a certificate; and servers that join them from elsewhere. */
@Timeout(180)
class AllRolesTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALL = """
            roles: [configuration-server, process-server, master-target]
            configurationServer:
              listen:
                port: 0
            processServer:
              listen:
                port: 0
            masterTarget:
              listen:
                port: 0
            """;

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T what) {
        open.add(what);
        return what;
    }

    private RunningServer start(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return opened(RunningServer.start(SettingsFile.read(file), InstantSource.system(), RANDOM));
    }

    private RunningServer startAll() throws IOException {
        return start(directory.resolve("server.yaml"), ALL);
    }

    private static URI address(ConfigurationServer server) {
        return URI.create("https://localhost:" + server.port());
    }

    private TlsIdentity administrator() throws IOException {
        return IdentityFiles.in(directory.resolve("configuration/administrator")).read();
    }

    private SecurityClient security(ConfigurationServer server) throws IOException {
        return opened(new SecurityClient(address(server), administrator()));
    }

    private List<ServerSummary> servers(ConfigurationServer server) throws IOException {
        try (var connection = new Connection(address(server), administrator(), Connection.Patience.DEFAULTS)) {
            return new InventoryClient(connection).servers().servers();
        }
    }

    private interface Wanted {
        boolean holds() throws Exception;
    }

    private static void await(String what, Wanted wanted) throws Exception {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !wanted.holds();) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.sleep(20);
        }
    }

    private TlsIdentity joinAgent(ConfigurationServer server, String passphrase) throws IOException {
        Path own = directory.resolve("web");
        new Enrolment(own, InstantSource.system(), RANDOM).join(address(server), server.fingerprint(), "agent", "web",
                List.of(), new Enrolment.Permission(passphrase, null));
        return IdentityFiles.in(own).read();
    }

    private TransferClient to(int port, TlsIdentity identity) {
        return new TransferClient(opened(new Connection(URI.create("https://localhost:" + port), identity,
                Connection.Patience.DEFAULTS)));
    }

    private static ProblemCode refused(TransferClient client) {
        try {
            client.position(new UUID(1, 2));
            throw new AssertionError("it was answered");
        } catch (Refused e) {
            return e.code();
        } catch (TransferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theyBelongToTheNewDeploymentAndReportToIt() throws Exception {
        RunningServer all = startAll();
        ConfigurationServer server = all.configurationServer().orElseThrow();
        assertThat(server.newPassphrase()).isPresent();
        await("both report", () -> servers(server).size() == 2);
        assertThat(servers(server)).extracting(ServerSummary::name).containsExactlyInAnyOrder("process-server",
                "master-target");
        assertThat(servers(server)).extracting(summary -> summary.address().toString()).containsExactlyInAnyOrder(
                "https://localhost:" + all.processServerPort().getAsInt(),
                "https://localhost:" + all.masterTargetPort().getAsInt());
        assertThat(security(server).certificates().certificates()).extracting(Certificate::name)
                .containsExactlyInAnyOrder("process-server", "master-target");
        assertThat(security(server).audit(0).lines()).extracting(AuditPage.Line::subject)
                .contains("secondsite:process-server:process-server", "secondsite:master-target:master-target");
        await("what is assigned is carried out", () -> Files.exists(directory.resolve("cache/assigned"))
                && Files.exists(directory.resolve("replicas/assigned")));
    }

    @Test
    void aSecondStartShowsNoSecretsAndKeepsTheCertificates() throws Exception {
        RunningServer first = startAll();
        var files = IdentityFiles.in(directory.resolve("configuration/process-server"));
        BigInteger serial = files.read().certificate().getSerialNumber();
        first.close();
        ConfigurationServer second = startAll().configurationServer().orElseThrow();
        assertThat(second.newPassphrase()).isEmpty();
        assertThat(second.firstPassword()).isEmpty();
        assertThat(files.read().certificate().getSerialNumber()).isEqualTo(serial);
        assertThat(security(second).certificates().certificates()).hasSize(2);
    }

    @Test
    void aNewHostOfTheServerStandsInItsProgramsCertificatesToo() throws Exception {
        startAll().close();
        var files = IdentityFiles.in(directory.resolve("configuration/master-target"));
        BigInteger serial = files.read().certificate().getSerialNumber();
        start(directory.resolve("server.yaml"),
                ALL.replace("configurationServer:", "configurationServer:\n  hosts: [localhost, dr.example]"));
        assertThat(files.read().certificate().getSerialNumber()).isNotEqualTo(serial);
        assertThat(files.read().certificate().getSubjectAlternativeNames().toString()).contains("dr.example");
    }

    /** On connections that live, at both servers, and after a restart without the configuration server. */
    @Test
    void aRevokedAgentIsRefusedEverywhereAndStaysSo() throws Exception {
        RunningServer all = startAll();
        ConfigurationServer server = all.configurationServer().orElseThrow();
        TlsIdentity agent = joinAgent(server, server.newPassphrase().orElseThrow());
        TransferClient gateway = to(all.processServerPort().getAsInt(), agent);
        TransferClient keeper = to(all.masterTargetPort().getAsInt(), agent);
        assertThat(refused(gateway)).isEqualTo(ProblemCode.UNKNOWN_DISK);
        assertThat(refused(keeper)).isIn(ProblemCode.UNKNOWN_DISK, ProblemCode.NOT_ALLOWED);
        security(server).revoke(agent.certificate().getSerialNumber().toString(16));
        await("the process server has heard", () -> refused(gateway) == ProblemCode.UNKNOWN_PEER);
        await("the master target has heard", () -> refused(keeper) == ProblemCode.UNKNOWN_PEER);
        all.close();
        RunningServer alone = start(directory.resolve("alone.yaml"), """
                roles: [process-server]
                processServer:
                  certificate: configuration/process-server/certificate.pem
                  key: configuration/process-server/key.pem
                  authority: configuration/process-server/authority.pem
                  listen:
                    port: 0
                """);
        assertThat(refused(to(alone.processServerPort().getAsInt(), agent))).isEqualTo(ProblemCode.UNKNOWN_PEER);
    }

    private record Ended(int code, String out, String err) {}

    private static Ended run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true),
                java.util.Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private Ended join(ConfigurationServer server, String role, Path secret, Path into) {
        return run("server", "join", "--server", address(server), "--authority", server.fingerprint().text(), "--role",
                role, "--name", "east", "--host", "localhost", "--host", "127.0.0.1", "--listen", "127.0.0.1:1",
                "--address", "https://localhost:7443", "--directory", into, "--token-file", secret);
    }

    @Test
    void aServerJoinsWithATokenAndRunsFromTheFileThatWasWritten() throws Exception {
        ConfigurationServer server = startAll().configurationServer().orElseThrow();
        for (String role : List.of("process-server", "master-target")) {
            Path into = directory.resolve("joined-" + role);
            Path secret = Files.writeString(directory.resolve("token"), "WRONG-TOKEN\n");
            Ended wrong = join(server, role, secret, into);
            assertThat(wrong.code()).as(wrong.toString()).isEqualTo(Main.FAILED);
            assertThat(wrong.err()).contains("the token is wrong");
            assertThat(into.resolve("server.yaml")).doesNotExist();
            Files.writeString(secret, security(server).token(new TokenRequest(role, "east", 10)).token());
            Ended ended = join(server, role, secret, into);
            assertThat(ended.code()).as(ended.toString()).isZero();
            assertThat(ended.out()).contains("belongs to the deployment").contains("server.yaml");
            Ended again = join(server, role, secret, into);
            assertThat(again.code()).isEqualTo(Main.FAILED);
            assertThat(again.err()).contains("belongs to a deployment already");
            Path file = into.resolve("server.yaml");
            String written = Files.readString(file);
            assertThat(written).contains("# ").contains("address: https://localhost:7443");
            ServerSettings read = SettingsFile.read(file);
            assertThat(read.roles()).hasSize(1);
            // Port 1 cannot be had.
            start(file, written.replace("port: 1\n", "port: 0\n"));
        }
        await("all four report", () -> servers(server).size() == 4);
        assertThat(servers(server)).filteredOn(each -> each.name().equals("east"))
                .extracting(each -> each.address().toString()).containsOnly("https://localhost:7443");
    }

    @Test
    void aConfigurationMayLieApartFromWhatAServerKeeps() throws Exception {
        ConfigurationServer server = startAll().configurationServer().orElseThrow();
        Path state = directory.resolve("state");
        Path file = directory.resolve("etc/server.yaml");
        Path secret = Files.writeString(directory.resolve("token"),
                security(server).token(new TokenRequest("master-target", "east", 10)).token());
        Ended ended = run("server", "join", "--server", address(server), "--authority", server.fingerprint().text(),
                "--role", "master-target", "--name", "east", "--host", "localhost", "--directory", state,
                "--configuration", file, "--token-file", secret);
        assertThat(ended.code()).as(ended.toString()).isZero();
        MasterTargetSettings read = SettingsFile.read(file).masterTarget();
        assertThat(List.of(read.certificate(), read.key(), read.authority(), read.replicas().directory(),
                read.exports().directory(), read.extractions().directory())).allMatch(path -> path.startsWith(state));
        assertThat(read.key()).isRegularFile();
    }

    @Test
    void aFolderWithAnotherConfigurationIsLeftAlone() throws Exception {
        ConfigurationServer server = startAll().configurationServer().orElseThrow();
        Path into = Files.createDirectory(directory.resolve("taken"));
        Files.writeString(into.resolve("server.yaml"), "roles: [process-server]\n");
        Path secret = Files.writeString(directory.resolve("token"),
                security(server).token(new TokenRequest("process-server", "east", 10)).token());
        assertThat(join(server, "process-server", secret, into).err()).contains("says something else");
        assertThat(into.resolve("server.yaml")).hasContent("roles: [process-server]");
        assertThat(into.resolve("key.pem")).doesNotExist();
    }

    @Test
    void aCertificateThatIsNamedIsNotMade() throws Exception {
        assertThatThrownBy(() -> start(directory.resolve("server.yaml"), ALL.replace("processServer:",
                "processServer:\n  certificate: certificate.pem"))).hasMessageContaining(".pem is missing");
        assertThatThrownBy(() -> start(directory.resolve("server.yaml"), "roles: [process-server]\n"))
                .hasMessageContaining(".pem is missing");
    }

    @Test
    void withoutAnyConfigurationAllRolesKeepEverythingInTheHome() throws Exception {
        ServerSettings settings = SettingsFile.allRoles(directory);
        assertThat(settings.roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(settings.configurationServer().directory()).isEqualTo(directory.resolve("configuration"));
        assertThat(settings.processServer().cache().directory()).isEqualTo(directory.resolve("cache"));
        assertThat(settings.masterTarget().replicas().directory()).isEqualTo(directory.resolve("replicas"));
        assertThat(settings.processServer().certificate()).isNull();
        Path user = directory.resolve("anna");
        assertThat(Home.of(Map.of("SECONDSITE_HOME", "/srv/dr"), "root", user)).isEqualTo(Path.of("/srv/dr"));
        assertThat(Home.of(Map.of(), "anna", user)).isEqualTo(user.resolve(".local/share/secondsite"));
    }
}
