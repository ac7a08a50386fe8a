package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.configuration.ConfigurationFile;
import secondsite.agent.stage.LoopDevice;
import secondsite.agent.stage.PlayedConfigurationServer;
import secondsite.agent.stage.PlayedGateway;
import secondsite.agent.stage.PlayedTarget;
import secondsite.agent.stage.TestAuthority;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.client.ServerKind;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.machine.PointSettings;
import secondsite.api.policy.BandwidthSchedule;

/** A whole agent with a device that its machine uses by itself, over real connections: protected by the configuration server like any other disk. */
@Timeout(120)
class TrackedAgentTest {

    private static final UUID SYSTEM = new UUID(0x5eed, 2);
    private static final int SIZE = 48 << 20;

    @TempDir
    private Path folder;

    private PlayedConfigurationServer server;
    private PlayedTarget target;
    private PlayedGateway gateway;
    private LoopDevice loop;
    private Path mounted;
    private Agent agent;
    private int digests;

    @BeforeEach
    void begin() throws Exception {
        LoopDevice.assumeTracking();
        var authority = new TestAuthority();
        authority.issue("machine", folder);
        server = new PlayedConfigurationServer(authority.issue(ServerKind.CONFIGURATION_SERVER, "keeper"));
        target = new PlayedTarget(SYSTEM, SIZE);
        gateway = new PlayedGateway(authority.issue(ServerKind.PROCESS_SERVER, "gateway"), target);
        server.begin();
        gateway.begin();
        loop = new LoopDevice(folder, SIZE);
        mounted = loop.mount();
        start();
    }

    @AfterEach
    void end() throws Exception {
        try (LoopDevice _ = loop) {
            for (AutoCloseable each : new AutoCloseable[]{agent, server, gateway}) {
                if (each != null) {
                    each.close();
                }
            }
        }
    }

    private void start() throws IOException {
        Files.writeString(folder.resolve("agent.yaml"), """
                agent: {id: machine, certificate: certificate.pem, key: key.pem, authority: authority.pem}
                configurationServer: {url: "%s"}
                disks:
                  - {id: %s, name: system, device: %s, size: %d}
                """.formatted(server.url(), SYSTEM, loop.path(), SIZE));
        agent = Agent.start(ConfigurationFile.read(folder.resolve("agent.yaml")));
    }

    private void assign(DiskAssignment... disks) throws InterruptedException {
        var everySecond = new PointSettings(1, 0, List.of(), List.of(), 0, List.of(), 0);
        var assignment = new AgentAssignment("digest " + ++digests, List.of(disks), everySecond, null,
                BandwidthSchedule.UNLIMITED);
        server.assign(assignment);
        server.await("it is applied", report -> assignment.digest().equals(report.applied()));
    }

    private void protect() throws InterruptedException {
        assign(new DiskAssignment(SYSTEM, gateway.url(), 1, true, true, true, true));
    }

    private void write(String name, int bytes) throws IOException {
        byte[] some = new byte[bytes];
        new Random(name.hashCode()).nextBytes(some);
        Files.write(mounted.resolve(name), some);
    }

    private void awaitPoints(int more) throws InterruptedException {
        int before = target.marks().size();
        server.awaitDisk(SYSTEM, "points of it arrive",
                now -> now.state() == State.LOGGING && now.work() == null && target.marks().size() >= before + more);
    }

    @Test
    void aMountedDeviceIsCopiedFollowedAndLeftAgain() throws Exception {
        write("before", 3 << 20);
        protect();
        write("meanwhile", 2 << 20);
        awaitPoints(4);
        assertThat(target.finished()).isTrue();
        write("after", 1 << 20);
        agent.close();
        write("while nobody was there", 1 << 20);
        start();
        server.awaitDisk(SYSTEM, "nothing has to be compared", now -> now.state() == State.LOGGING);
        loop.unmount();
        awaitPoints(5);
        assertThat(ByteBuffer.wrap(Files.readAllBytes(folder.resolve("device.img"))).mismatch(target.content()))
                .as("first byte that differs").isNegative();
        assertThat(target.comparisons()).isZero();
        assign();
        assertThat(Path.of("/sys/kernel/tracing/instances/secondsite-" + SYSTEM)).doesNotExist();
    }
}
