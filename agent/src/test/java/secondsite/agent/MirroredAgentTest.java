package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.configuration.ConfigurationFile;
import secondsite.agent.power.DisklessMachine;
import secondsite.agent.stage.PlayedConfigurationServer;
import secondsite.agent.stage.PlayedGateway;
import secondsite.agent.stage.PlayedTarget;
import secondsite.agent.stage.TestAuthority;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.ServerKind;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.machine.PointSettings;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.qmp.Qmp;

/** A whole agent with the disk of a running guest, over real connections: protected by the configuration server like any other disk. */
@Timeout(180)
class MirroredAgentTest {

    private static final UUID ROOT = new UUID(0x5eedL << 32, 4);
    private static final int SIZE = 32 << 20;

    @TempDir
    private Path folder;

    private PlayedConfigurationServer server;
    private PlayedTarget target;
    private PlayedGateway gateway;
    private Path image;
    private DisklessMachine guest;
    private Agent agent;
    private int digests;

    @BeforeEach
    void begin() throws Exception {
        var authority = new TestAuthority();
        authority.issue("machine", folder);
        server = new PlayedConfigurationServer(authority.issue(ServerKind.CONFIGURATION_SERVER, "keeper"));
        target = new PlayedTarget(ROOT, SIZE);
        gateway = new PlayedGateway(authority.issue(ServerKind.PROCESS_SERVER, "gateway"), target);
        server.begin();
        gateway.begin();
        image = folder.resolve("guest.img");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        Files.writeString(folder.resolve("agent.yaml"), """
                agent: {id: machine, certificate: certificate.pem, key: key.pem, authority: authority.pem}
                configurationServer: {url: "%s"}
                disks:
                  - {id: %s, name: root, size: %d, guest: {qmp: qmp.sock, disk: d0, sockets: b}}
                """.formatted(server.url(), ROOT, SIZE));
        start();
    }

    private void start() throws IOException {
        agent = Agent.start(ConfigurationFile.read(folder.resolve("agent.yaml")));
    }

    private void boot() throws Exception {
        Files.deleteIfExists(folder.resolve("watch.sock"));
        guest = new DisklessMachine(folder, "-drive", "if=none,id=d0,format=raw,file=" + image, "-device",
                "virtio-scsi-pci", "-device", "scsi-hd,drive=d0");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : new AutoCloseable[]{agent, guest, server, gateway}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private void write(int value, int offset, int length) throws IOException {
        try (Qmp qmp = guest.watch()) {
            qmp.ask("human-monitor-command", Map.of("command-line",
                    "qemu-io d0 \"write -q -P " + value + " " + offset + " " + length + "\""));
        }
    }

    private void assign(DiskAssignment... disks) {
        var everySecond = new PointSettings(1, 0, List.of(), List.of(), 0, List.of(), 0);
        server.assign(new AgentAssignment("digest " + ++digests, List.of(disks), everySecond, null,
                BandwidthSchedule.UNLIMITED));
    }

    private static boolean says(DiskReport report, ErrorCode code, String what) {
        return report.problems().stream().anyMatch(each -> each.code() == code && each.detail().contains(what));
    }

    private void awaitPoints(int more) throws InterruptedException {
        int before = target.marks().size();
        server.awaitDisk(ROOT, "points of it arrive",
                now -> now.state() == State.LOGGING && now.work() == null && target.marks().size() >= before + more);
    }

    private void assertSame() throws IOException {
        assertThat(ByteBuffer.wrap(Files.readAllBytes(image)).mismatch(target.content()))
                .as("first byte that differs").isNegative();
    }

    @Test
    void aRunningGuestIsCopiedFollowedVerifiedAndLeftAgain() throws Exception {
        assign(new DiskAssignment(ROOT, gateway.url(), 1, true, true, true, true));
        server.awaitDisk(ROOT, "it says why it is not protected yet",
                now -> now.state() == State.UNPROTECTED
                        && says(now, ErrorCode.GUEST_AWAY, "the guest is not running"));
        boot();
        write(1, 1 << 20, 3 << 20);
        awaitPoints(2);
        assertThat(target.finished()).isTrue();
        write(2, 2 << 20, 100_000);
        awaitPoints(3);
        assertSame();

        var order = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.VERIFY, List.of(), null);
        assertThat(server.carriedOut(order).problem()).isNull();
        DiskReport told = server.awaitDisk(ROOT, "it is verified", report -> report.verified() != null);
        assertThat(told.verified().differentBytes()).isZero();
        target.spoil(2 << 20);
        var again = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.VERIFY, List.of(), null);
        assertThat(server.carriedOut(again).problem()).isNull();
        server.awaitDisk(ROOT, "a difference is found",
                report -> report.verified() != null && report.verified().differentBytes() > 0);

        guest.close();
        server.awaitDisk(ROOT, "it says that the guest is gone", now -> now.state() == State.RESYNC_REQUIRED
                && says(now, ErrorCode.GUEST_AWAY, "not running"));
        boot();
        write(3, 5 << 20, 5000);
        awaitPoints(2);
        assertSame();

        agent.close();
        write(4, 7 << 20, 5000);
        start();
        awaitPoints(2);
        assertSame();

        assign();
        server.awaitDisk(ROOT, "it is protected no longer", now -> now.state() == State.UNPROTECTED);
        try (Qmp qmp = guest.watch()) {
            assertThat(qmp.ask("query-block-jobs")).isEmpty();
        }
        write(5, 9 << 20, 5000);
    }
}
