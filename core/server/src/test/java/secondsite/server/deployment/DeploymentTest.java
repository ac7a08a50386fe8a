package secondsite.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.client.TlsIdentity;
import secondsite.server.settings.ProcessServerSettings.Pair;
import secondsite.server.settings.ServerSettings;
import secondsite.server.settings.SettingsFile;
import secondsite.server.web.Peer;

class DeploymentTest {

    @TempDir
    private Path directory;

    private static PlanWords words() {
        return new PlanWords(UUID::randomUUID).processServer("east@gateway.example:9443")
                .processServer("north@[::1]:9444")
                .masterTarget("west@127.0.0.1:9445").masterTarget("south@keeper:9446");
    }

    private Path write(DeploymentPlan plan) throws IOException {
        Path made = directory.resolve("made");
        new DeploymentFiles(made, plan, Instant.now(), Duration.ofDays(30), new SecureRandom()).write();
        return made;
    }

    @Test
    void filesOfAllProgramsFitTogether() throws IOException {
        Path made = write(
                words().agent("web").agent("mail@north").disk("web:root=64MiB@south").disk("mail:root=1 GiB").plan());
        ServerSettings east = SettingsFile.read(made.resolve("process-servers/east/server.yaml"));
        ServerSettings north = SettingsFile.read(made.resolve("process-servers/north/server.yaml"));
        ServerSettings south = SettingsFile.read(made.resolve("master-targets/south/server.yaml"));
        Pair web = east.processServer().disks().getFirst();
        assertThat(web.agent()).isEqualTo("web");
        assertThat(web.size().bytes()).isEqualTo(64 << 20);
        assertThat(web.target()).hasToString("https://keeper:9446");
        assertThat(north.processServer().disks()).extracting(Pair::agent).containsExactly("mail");
        assertThat(south.masterTarget().disks()).filteredOn(kept -> kept.id().equals(web.id())).singleElement()
                .satisfies(kept -> assertThat(kept.processServer()).isEqualTo("east"));
        assertThat(made.resolve("agents/web/agent.yaml")).content().contains("id: " + web.id())
                .contains("url: https://gateway.example:9443");
        assertThat(made.resolve("agents/web/root.disk")).hasSize(64 << 20);
        assertThat(made.resolve("agents/mail/agent.yaml")).content().contains("url: https://[::1]:9444");
    }

    @Test
    void everyProgramHasItsOwnIdentityOfTheSameAuthority() throws IOException {
        Path made = write(words().agent("web").plan());
        for (Peer peer : List.of(new Peer(Peer.Kind.PROCESS_SERVER, "east"), new Peer(Peer.Kind.MASTER_TARGET, "west"),
                new Peer(Peer.Kind.AGENT, "web"), new Peer(Peer.Kind.ADMINISTRATOR, "administrator"))) {
            Path folder = made.resolve(peer.kind().word() + "s").resolve(peer.id());
            TlsIdentity identity = TlsIdentity.fromPem(folder.resolve("certificate.pem"), folder.resolve("key.pem"),
                    folder.resolve("authority.pem"));
            assertThat(Peer.of(identity.certificate())).contains(peer);
            assertThat(identity.authorities()).isEqualTo(List.of(identity.authorities().getFirst()));
            assertThat(identity.trustManager().getAcceptedIssuers()).containsExactly(identity.authorities().getFirst());
            identity.sslContext();
        }
    }

    @Test
    void keysAreForTheirOwnerOnly() throws IOException {
        Path made = write(words().agent("web").disk("web:root=1MiB").plan());
        try (Stream<Path> files = Files.walk(made)) {
            assertThat(files.filter(file -> file.toString().endsWith("key.pem"))).hasSize(7).allSatisfy(
                    key -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------"));
        }
        try (Stream<Path> files = Files.walk(made)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .endsWith("------"));
        }
    }

    @Test
    void writesOverNothing() throws IOException {
        Path made = write(words().plan());
        byte[] key = Files.readAllBytes(made.resolve("authority/key.pem"));
        assertThatThrownBy(() -> write(words().plan())).isInstanceOf(IOException.class)
                .hasMessageContaining("not empty");
        assertThat(made.resolve("authority/key.pem")).hasBinaryContent(key);
    }

    @Test
    void aDiskThatIsAFileKeepsItsPlaceAndSize() throws IOException {
        Path file = Files.write(directory.resolve("data@home.img"), new byte[1 << 20]);
        var disk = words().agent("web").disk("web:data=" + file).plan().disks().getFirst();
        assertThat(disk.size()).isEqualTo(1 << 20);
        assertThat(disk.file()).isEqualTo(file.toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"web=64MiB", "web:root", "web:../root=1MiB", "web:root=0", "web:root=100",
            "web:root=/no/such/file",
            "nobody:root=1MiB", "web:root=1MiB@nowhere"})
    void aDiskThatMakesNoSenseIsRefused(String words) {
        assertThatThrownBy(() -> words().agent("web").disk(words).plan()).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"east", "east@host", "east@host:0", "east@host:70000", "e ast@host:1", "../x@host:1",
            "@host:1"})
    void aServerThatMakesNoSenseIsRefused(String words) {
        assertThatThrownBy(() -> words().processServer(words).plan()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingMayBeThereTwice() {
        assertThatThrownBy(() -> words().processServer("east@host:1").plan())
                .hasMessageContaining("process server east");
        assertThatThrownBy(() -> words().agent("web").agent("web").plan()).hasMessageContaining("agent web");
        assertThatThrownBy(() -> words().agent("web").disk("web:a=1MiB").disk("web:a=1MiB").plan())
                .hasMessageContaining("web:a");
        assertThatThrownBy(() -> words().agent("web@nowhere").plan()).hasMessageContaining("there are: east, north");
    }
}
