package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.BackupStatus.SentBackup;
import secondsite.api.client.BackupClient;
import secondsite.api.client.CertificateRequest;
import secondsite.api.client.Connection;
import secondsite.api.client.JoinClient;
import secondsite.api.client.PrivateFiles;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.security.JoinRequest;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.settings.SettingsFile;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.target.rest.MasterTarget;
import secondsite.server.web.PeerCheck;

/** A configuration server that is lost with all its files, and brought back from a real master target by the verb. */
@Timeout(180)
class RestoreTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<AutoCloseable> open = new ArrayList<>();
    private ConfigurationServer server;
    private String passphrase;
    private Path recovery;
    private Path administrator;
    private URI target;

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    private static Ended run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true),
                Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @BeforeEach
    void start() throws IOException {
        var settings = new ConfigurationServerSettings(folder.resolve("configuration"), listen(),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        server = opened(ConfigurationServer.start(settings, InstantSource.system(), RANDOM));
        passphrase = server.newPassphrase().orElseThrow();
        recovery = Files.writeString(folder.resolve("recovery"), server.newRecoveryPassphrase().orElseThrow() + "\n");
        administrator = PrivateFiles.folder(folder.resolve("somewhere else"));
        for (String name : List.of("certificate.pem", "key.pem", "authority.pem")) {
            Files.copy(folder.resolve("configuration/administrator").resolve(name), administrator.resolve(name));
        }
        startTarget();
    }

    private static Listen listen() {
        return new Listen("127.0.0.1", 0, 100, new Size(32 << 20));
    }

    /** A master target that has joined, and reports once. */
    private void startTarget() throws IOException {
        TlsIdentity identity = joined("master-target", "keeper");
        var settings = new MasterTargetSettings("keeper", null, null, null, listen(), null, null,
                new MasterTargetSettings.Replicas(Path.of("unused"), new Size(1 << 20), new Size(0)),
                new MasterTargetSettings.Exports(folder), new MasterTargetSettings.Extractions(folder),
                new MasterTargetSettings.Backups(5),
                new MasterTargetSettings.Retention(Span.parse("1 d"), Span.parse("3 d"), Span.parse("14 d"),
                        new Size(0)),
                Span.parse("14 d"), List.of());
        MasterTarget role = opened(new MasterTarget(settings, identity,
                new PeerCheck(_ -> false, InstantSource.system()), new MasterTarget.Machine(
                        DirectoryFolder.at(folder.resolve("replicas")), DirectoryFolder.at(folder.resolve("exports")),
                        DirectoryFolder.at(folder.resolve("extractions")), InstantSource.system(),
                        MonotonicTime.SYSTEM, new Random())));
        target = URI.create("https://localhost:" + role.port());
        new ReportClient(connection(identity)).report(new MasterTargetReport("1", Instant.now(), target, null,
                new ServerLoad(0, 0, 0, 1L << 40, 1L << 40), null, List.of()));
    }

    private <T extends AutoCloseable> T opened(T what) {
        open.add(what);
        return what;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    private Connection connection(TlsIdentity identity) {
        return opened(new Connection(address(), identity, Connection.Patience.DEFAULTS));
    }

    private TlsIdentity joined(String kind, String name) throws IOException {
        CertificateRequest request = CertificateRequest.create(name, RANDOM);
        try (var stranger = new JoinClient(address(), server.fingerprint())) {
            return TlsIdentity.joined(request.key(), stranger.join(new JoinRequest(kind, name, request.pem(),
                    kind.equals("agent") ? List.of() : List.of("localhost"), passphrase, null)));
        }
    }

    private static AgentReport report() {
        return new AgentReport("1", Instant.now(), null, null,
                new MachineInventory("web.example", "Linux", 1, 1, List.of(), List.of()), List.of(), List.of());
    }

    private String backedUp() throws IOException {
        List<SentBackup> sent = new BackupClient(connection(TlsIdentity.fromPem(
                administrator.resolve("certificate.pem"), administrator.resolve("key.pem"),
                administrator.resolve("authority.pem")))).make().sent();
        assertThat(sent).extracting(SentBackup::place, SentBackup::problem)
                .containsExactly(tuple("keeper", null));
        return sent.getFirst().name();
    }

    private void lose() throws IOException {
        server.close();
        PrivateFiles.delete(folder.resolve("configuration"));
    }

    @Test
    void theNewestBackupIsFetchedFromTheMasterTargetAndAgentsAreAcceptedAsBefore() throws Exception {
        TlsIdentity agent = joined("agent", "web");
        String name = backedUp();
        String authority = server.fingerprint().text();
        lose();
        Path to = folder.resolve("new");

        Ended ended = run("server", "restore", "--target", target, "--certificate-folder", administrator,
                "--directory", to, "--passphrase-file", recovery);

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains(name).contains(authority).contains(to.resolve("server.yaml").toString());
        assertThat(folder.resolve("new.fetched")).doesNotExist();
        server = opened(ConfigurationServer.start(
                SettingsFile.read(to.resolve("server.yaml")).configurationServer(), InstantSource.system(), RANDOM));
        assertThat(server.fingerprint().text()).isEqualTo(authority);
        new ReportClient(connection(agent)).report(report());
        backedUp();
    }

    @Test
    void aBackupIsRestoredFromAFileToo() throws Exception {
        backedUp();
        lose();
        Path file;
        try (Stream<Path> kept = Files.walk(folder.resolve("replicas"))) {
            file = kept.filter(Files::isRegularFile)
                    .filter(each -> each.getFileName().toString().startsWith("configuration-")).findFirst()
                    .orElseThrow();
        }
        Path to = folder.resolve("new");
        Ended ended = run("server", "restore", "--from", file, "--directory", to, "--passphrase-file", recovery);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(to.resolve("authority/key.pem")).exists();
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsMade() throws Exception {
        backedUp();
        Path to = folder.resolve("new");
        Path wrong = Files.writeString(folder.resolve("wrong"), "WRONG-WORDS");
        Ended guess = run("server", "restore", "--target", target, "--certificate-folder", administrator,
                "--directory", to, "--passphrase-file", wrong);
        assertThat(guess.code()).isEqualTo(Main.FAILED);
        assertThat(guess.err()).contains("recovery passphrase is wrong");
        Ended full = run("server", "restore", "--target", target, "--certificate-folder", administrator,
                "--directory", folder.resolve("configuration"), "--passphrase-file", recovery);
        assertThat(full.code()).isEqualTo(Main.FAILED);
        assertThat(full.err()).contains("is not empty");
        Ended unknown = run("server", "restore", "--target", target, "--certificate-folder", administrator, "--name",
                "no-such", "--directory", to, "--passphrase-file", recovery);
        assertThat(unknown.code()).isEqualTo(Main.FAILED);
        assertThat(unknown.err()).contains("no-such");
        assertThat(run("server", "restore", "--directory", to).code()).isEqualTo(Main.USAGE);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString())).noneMatch(name -> name.startsWith("new"));
        }
    }
}
