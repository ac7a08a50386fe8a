package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.Connection;
import secondsite.api.client.PointClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.api.point.ReplicaSummary;
import secondsite.server.deployment.DeploymentFiles;
import secondsite.server.deployment.DeploymentPlan;
import secondsite.server.deployment.DeploymentPlan.PlannedDisk;
import secondsite.server.deployment.PlanWords;
import secondsite.server.settings.SettingsException;
import secondsite.server.settings.SettingsFile;
import secondsite.server.stage.Sender;

/** Two process servers and two master targets at once, and both roles in one program, as a deployment's files set them up. */
@Timeout(180)
class ManyServersTest {

    @TempDir
    private Path directory;

    private final int[] ports = new int[4];

    private DeploymentPlan write(int processServers, int masterTargets) throws IOException {
        for (int i = 0; i < ports.length; i++) {
            try (var socket = new ServerSocket(0)) {
                ports[i] = socket.getLocalPort();
            }
        }
        var words = new PlanWords(UUID::randomUUID);
        for (int i = 0; i < processServers; i++) {
            words.processServer("gateway-" + i + "@127.0.0.1:" + ports[i]);
        }
        for (int i = 0; i < masterTargets; i++) {
            words.masterTarget("keeper-" + i + "@127.0.0.1:" + ports[2 + i]);
        }
        for (String agent : List.of("web", "mail")) {
            words.agent(agent).disk(agent + ":root=1MiB").disk(agent + ":data=1MiB");
        }
        DeploymentPlan plan = words.plan();
        new DeploymentFiles(directory, plan, Instant.now(), Duration.ofDays(3), new SecureRandom()).write();
        return plan;
    }

    private RunningServer start(String file) throws IOException {
        return RunningServer.start(SettingsFile.read(directory.resolve(file)), InstantSource.system(),
                new SecureRandom());
    }

    private TlsIdentity identity(String folder) throws IOException {
        Path at = directory.resolve(folder);
        return TlsIdentity.fromPem(at.resolve("certificate.pem"), at.resolve("key.pem"), at.resolve("authority.pem"));
    }

    private Sender sender(DeploymentPlan plan, PlannedDisk disk) throws IOException {
        URI server = URI.create(plan.processServers().stream().filter(one -> one.name().equals(plan.agents().stream()
                .filter(agent -> agent.name().equals(disk.agent())).findFirst().orElseThrow().processServer()))
                .findFirst()
                .orElseThrow().address().url());
        var connection = new Connection(server, identity("agents/" + disk.agent()), Connection.Patience.DEFAULTS);
        return new Sender(new TransferClient(connection), disk.id(), disk.size(), disk.name().hashCode());
    }

    private void shipAll(DeploymentPlan plan) throws Exception {
        var senders = new ArrayList<Sender>();
        try {
            for (PlannedDisk disk : plan.disks()) {
                senders.add(sender(plan, disk));
            }
            for (Sender sender : senders) {
                sender.write(50);
            }
            for (Sender sender : senders) {
                sender.awaitTarget();
            }
        } finally {
            for (Sender sender : senders) {
                sender.close();
            }
        }
    }

    private List<ReplicaSummary> kept(int port) throws IOException {
        try (var connection = new Connection(URI.create("https://127.0.0.1:" + port),
                identity("administrators/administrator"),
                Connection.Patience.DEFAULTS)) {
            return new PointClient(connection).replicas();
        }
    }

    @Test
    void twoOfEachRoleKeepTheirDisksApart() throws Exception {
        DeploymentPlan plan = write(2, 2);
        try (var _ = start("master-targets/keeper-0/server.yaml");
                var _ = start("master-targets/keeper-1/server.yaml");
                var _ = start("process-servers/gateway-0/server.yaml");
                var _ = start("process-servers/gateway-1/server.yaml")) {
            shipAll(plan);
            for (int i = 0; i < 2; i++) {
                String keeper = "keeper-" + i;
                assertThat(kept(ports[2 + i])).hasSize(2)
                        .allSatisfy(replica -> assertThat(replica.durableSequence()).isEqualTo(50))
                        .extracting(ReplicaSummary::disk).containsExactlyInAnyOrderElementsOf(plan.disks().stream()
                                .filter(disk -> disk.target().equals(keeper)).map(PlannedDisk::id).toList());
            }
        }
    }

    @Test
    void bothRolesInOneProgramSpeakOverRestAndGoOnAfterARestart() throws Exception {
        DeploymentPlan plan = write(1, 1);
        try (var _ = start("server.yaml")) {
            shipAll(plan);
        }
        try (var _ = start("server.yaml")) {
            assertThat(kept(ports[2])).hasSize(4)
                    .allSatisfy(replica -> assertThat(replica.durableSequence()).isEqualTo(50));
        }
    }

    @Test
    void aServerDoesNotStartWithAnotherOnesCertificateOrOnAPortThatIsTaken() throws Exception {
        write(1, 1);
        Path file = directory.resolve("process-servers/gateway-0/server.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("id: gateway-0", "id: gateway-9"));
        assertThatThrownBy(() -> start("process-servers/gateway-0/server.yaml")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("process-server gateway-0, not of process-server gateway-9");
        Files.writeString(file, text);
        try (var _ = new ServerSocket(ports[0], 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start("process-servers/gateway-0/server.yaml"))
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + ports[0]);
        }
        start("process-servers/gateway-0/server.yaml").close();
    }
}
