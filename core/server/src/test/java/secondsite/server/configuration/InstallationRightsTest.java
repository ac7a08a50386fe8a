package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.InstallationClient;
import secondsite.api.client.PackageClient;
import secondsite.api.client.TransferException;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PullRequest;
import secondsite.api.installation.TargetMachine;
import secondsite.api.security.Role;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;

/** Who may have agents installed, and who gets their packages. */
@Timeout(120)
class InstallationRightsTest {

    private static final InstallationRequest REQUEST = new InstallationRequest(InstallationAction.INSTALL,
            List.of(new TargetMachine("10.9.8.7", null, null, null)),
            new MachineSignIn("root", "the secret of a test", null, null, null), null, null, null, false, null);

    @TempDir
    private Path folder;

    private Path packages;
    private LiveServer server;

    @BeforeEach
    void start() throws IOException {
        packages = Files.createDirectories(folder.resolve("packages"));
        Files.writeString(packages.resolve("secondsite-agent_1.0_amd64.deb"), "one");
        Files.writeString(packages.resolve("secondsite-agent_1.10_amd64.deb"), "ten");
        Files.writeString(packages.resolve("secondsite-agent-1.9-1.x86_64.rpm"), "nine");
        Files.writeString(packages.resolve("readme.txt"), "none");
        Files.createSymbolicLink(packages.resolve("secondsite-agent_9_amd64.deb"), Path.of("/etc/passwd"));
        server = new LiveServer(folder.resolve("server"), null, binder -> binder.bind(ConfigurationServerSettings.class)
                .toProvider(this::settings));
    }

    private ConfigurationServerSettings settings() {
        return new ConfigurationServerSettings(folder.resolve("server"), new Listen("127.0.0.1", 0, 100,
                new Size(32 << 20)), List.of("localhost", "keeper.example"),
                new Span(Duration.ofDays(100)), null, packages);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static void refused(ProblemCode code, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(TransferException.Refused.class,
                refusal -> assertThat(refusal.code()).isEqualTo(code)).message()
                .doesNotContain("the secret of a test");
    }

    @Test
    void viewersLookAndOnlyAdministratorsOrder() throws Exception {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            var client = new InstallationClient(server.as(role));
            assertThat(client.installations().installations()).isEmpty();
            assertThat(client.hostKeys().keys()).isEmpty();
            assertThat(client.packages().packages()).hasSize(3);
            refused(ProblemCode.NOT_ALLOWED, () -> client.order(REQUEST, "key"));
            refused(ProblemCode.NOT_ALLOWED, () -> client.pull(new PullRequest(null)));
            refused(ProblemCode.NOT_ALLOWED, () -> client.remove(UUID.randomUUID()));
            refused(ProblemCode.NOT_ALLOWED, () -> client.forgetHostKey(UUID.randomUUID()));
        }
        refused(ProblemCode.BAD_REQUEST,
                () -> new InstallationClient(server.asAdministrator()).order(REQUEST, "key"));
        refused(ProblemCode.NOT_SIGNED_IN, () -> new InstallationClient(server.stranger()).installations());
        var agent = new InstallationClient(server.connection(server.identity("agent", "box")));
        refused(ProblemCode.NOT_ALLOWED, () -> agent.order(REQUEST, "key"));
        refused(ProblemCode.NOT_ALLOWED, () -> agent.packages());
    }

    @Test
    void theNewestVersionIsFirstAndOtherFilesAreNone() throws Exception {
        var client = new InstallationClient(server.asAdministrator());
        assertThat(client.packages().packages()).extracting(AgentPackage::version).containsExactly("1.10", "1.9",
                "1.0");
        assertThat(client.packages().packages()).extracting(AgentPackage::kind).containsExactly(AgentPackage.Kind.DEB,
                AgentPackage.Kind.RPM, AgentPackage.Kind.DEB);
        assertThat(client.packages().packages()).extracting(AgentPackage::architecture).containsOnly("x86_64");
        assertThat(client.packages().packages().getFirst().sha256())
                .as("as sha256sum says of 'ten'").isEqualTo(sum("secondsite-agent_1.10_amd64.deb"));
        Files.writeString(packages.resolve("secondsite-agent_1.10_amd64.deb"), "other");
        assertThat(client.packages().packages().getFirst().sha256()).isEqualTo(sum("secondsite-agent_1.10_amd64.deb"));
    }

    private String sum(String file) throws IOException {
        Process process = new ProcessBuilder("sha256sum", packages.resolve(file).toString()).start();
        return new String(process.getInputStream().readAllBytes()).split(" ")[0];
    }

    private static String fetched(Connection connection, String file) throws TransferException {
        var bytes = new ByteArrayOutputStream();
        new PackageClient(connection).fetch(new AgentPackage(file, "", AgentPackage.Kind.DEB, "", 0, ""),
                in -> in.transferTo(bytes));
        return bytes.toString();
    }

    @Test
    void processServersAndOperatorsGetPackages() throws Exception {
        Connection gateway = server.connection(server.identity("process-server", "east"));
        assertThat(fetched(gateway, "secondsite-agent_1.0_amd64.deb")).isEqualTo("one");
        assertThat(fetched(server.as(Role.OPERATOR), "secondsite-agent_1.0_amd64.deb")).isEqualTo("one");
        refused(ProblemCode.NOT_ALLOWED, () -> fetched(server.as(Role.VIEWER), "secondsite-agent_1.0_amd64.deb"));
        refused(ProblemCode.NOT_ALLOWED, () -> fetched(server.connection(server.identity("agent", "box")),
                "secondsite-agent_1.0_amd64.deb"));
        refused(ProblemCode.NOT_ALLOWED, () -> fetched(server.connection(server.identity("master-target", "keeper")),
                "secondsite-agent_1.0_amd64.deb"));
        for (String other : List.of("readme.txt", "secondsite-agent_9_amd64.deb", "..%2Freadme.txt", "none.deb")) {
            refused(ProblemCode.NOT_FOUND, () -> fetched(gateway, other));
        }
    }

    /** With the tool that a machine has. */
    @Test
    void aTokenGetsAPackageUntilItIsOver() throws Exception {
        String line = new InstallationClient(server.asAdministrator()).pull(new PullRequest("web")).line();
        assertThat(line).contains("https://keeper.example:" + server.address().getPort() + "/v1/pull",
                "SECONDSITE_NAME=web");
        String token = line.replaceAll(".*SECONDSITE_TOKEN=([^ ]*).*", "$1");
        String one = server.address() + "/v1/packages/secondsite-agent_1.0_amd64.deb";
        assertThat(curl("-H", "Authorization: Token " + token, one)).isEqualTo("one");
        assertThat(curl("-H", "Authorization: Token " + token, one)).as("fetching does not use it up")
                .isEqualTo("one");
        assertThat(curl("-H", "Authorization: Token " + token.replaceAll(".$", "!"), one)).contains("not-allowed");
        assertThat(curl(one)).contains("not-signed-in");
        server.pass(Duration.ofMinutes(31));
        assertThat(curl("-H", "Authorization: Token " + token, one)).contains("ended at");
        assertThat(curl(server.address() + "/v1/pull")).contains("pull() {", server.address().getPort() + "'")
                .doesNotContain(token);
    }

    private static String curl(String... words) throws Exception {
        var all = new ArrayList<>(List.of("curl", "-sk"));
        all.addAll(List.of(words));
        Process process = new ProcessBuilder(all).start();
        return new String(process.getInputStream().readAllBytes());
    }

    @Test
    void withoutPackagesThereIsNoLine() throws Exception {
        try (var files = Files.list(packages)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        refused(ProblemCode.CONFLICT,
                () -> new InstallationClient(server.asAdministrator()).pull(new PullRequest(null)));
    }
}
