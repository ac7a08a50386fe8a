package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
import secondsite.api.client.ServerKind;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.machine.PointSettings;
import secondsite.api.policy.BandwidthSchedule;

/** A whole agent with a device on which there is swap space in use, over real connections: what lies there stays where it is, as long as it is swap space. */
@Timeout(180)
class TrackedSwapTest {

    private static final UUID SYSTEM = new UUID(0x5eed, 5);
    private static final int MIB = 1 << 20;
    private static final int SIZE = 48 * MIB;
    private static final int SWAP = 16 * MIB;
    private static final int SWAP_END = SWAP + 20 * MIB;
    /** Of the swap space, what says that it is some. */
    private static final int KEPT = 64 << 10;

    @TempDir
    private Path folder;

    private final Random random = new Random(7);
    private PlayedConfigurationServer server;
    private PlayedTarget target;
    private PlayedGateway gateway;
    private LoopDevice loop;
    private Agent agent;
    private int digests;

    @BeforeEach
    void begin() throws Exception {
        LoopDevice.assumeTracking();
        assumeTrue(Files.exists(Path.of("/usr/sbin/sfdisk")) || Files.exists(Path.of("/sbin/sfdisk")),
                "skipped: sfdisk is not installed");
        assumeTrue(Files.exists(Path.of("/proc/swaps")), "skipped: this kernel has no swap space");
        var authority = new TestAuthority();
        authority.issue("machine", folder);
        server = new PlayedConfigurationServer(authority.issue(ServerKind.CONFIGURATION_SERVER, "keeper"));
        target = new PlayedTarget(SYSTEM, SIZE);
        gateway = new PlayedGateway(authority.issue(ServerKind.PROCESS_SERVER, "gateway"), target);
        server.begin();
        gateway.begin();
        loop = new LoopDevice(folder, SIZE);
        Path table = Files.writeString(folder.resolve("table"),
                "label: dos\nstart=2048, size=14MiB, type=83\nstart=32768, size=20MiB, type=82\n");
        LoopDevice.run("sh", "-c", "sfdisk --quiet --no-reread --no-tell-kernel '" + loop.path() + "' < '" + table
                + "' && partx --add '" + loop.path() + "'");
        LoopDevice.run("mkswap", loop.path() + "p2");
        LoopDevice.run("swapon", loop.path() + "p2");
        write(SWAP + KEPT, 3 * MIB);
        write(2 * MIB, 5 * MIB);
        start();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : new AutoCloseable[]{agent, server, gateway}) {
            if (each != null) {
                each.close();
            }
        }
        if (loop != null) {
            try (LoopDevice _ = loop) {
                swapOff();
                LoopDevice.run("partx", "--delete", loop.path().toString());
            }
        }
    }

    private void swapOff() throws IOException, InterruptedException {
        if (Files.readString(Path.of("/proc/swaps")).contains(loop.path() + "p2")) {
            LoopDevice.run("swapoff", loop.path() + "p2");
        }
    }

    private void start() throws IOException {
        Files.writeString(folder.resolve("agent.yaml"), """
                agent: {id: machine, certificate: certificate.pem, key: key.pem, authority: authority.pem}
                configurationServer: {url: "%s"}
                disks:
                  - {id: %s, name: system, device: %s, size: %d, excludeSwap: true}
                """.formatted(server.url(), SYSTEM, loop.path(), SIZE));
        agent = Agent.start(ConfigurationFile.read(folder.resolve("agent.yaml")));
    }

    /** As the system does, past all file systems. */
    private void write(long offset, int bytes) throws IOException {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        try (FileChannel to = FileChannel.open(loop.path(), StandardOpenOption.WRITE)) {
            to.write(ByteBuffer.wrap(some), offset);
            to.force(false);
        }
    }

    private void protect() throws InterruptedException {
        var everySecond = new PointSettings(1, 0, List.of(), List.of(), 0, List.of(), 0);
        var assignment = new AgentAssignment("digest " + ++digests,
                List.of(new DiskAssignment(SYSTEM, gateway.url(), 1, true, true, true, true)), everySecond, null,
                BandwidthSchedule.UNLIMITED);
        server.assign(assignment);
        server.await("it is applied", report -> assignment.digest().equals(report.applied()));
    }

    private void awaitPoints() throws InterruptedException {
        int before = target.marks().size();
        server.awaitDisk(SYSTEM, "points of it arrive",
                now -> now.state() == State.LOGGING && now.work() == null && target.marks().size() >= before + 3);
    }

    private byte[] image(boolean withSwap) throws IOException {
        byte[] all = Files.readAllBytes(folder.resolve("device.img"));
        if (!withSwap) {
            Arrays.fill(all, SWAP + KEPT, SWAP_END, (byte) 0);
        }
        return all;
    }

    private void assertReplicaIs(byte[] wanted) {
        assertThat(ByteBuffer.wrap(wanted).mismatch(target.content())).as("first byte that differs").isNegative();
    }

    @Test
    void swapSpaceIsLeftOutAsLongAsItIsSome() throws Exception {
        protect();
        awaitPoints();
        write(SWAP + 8 * MIB, 2 * MIB);
        write(9 * MIB, MIB);
        awaitPoints();
        assertReplicaIs(image(false));
        assertThat(target.comparisons()).isZero();

        agent.close();
        start();
        awaitPoints();
        assertThat(target.comparisons()).as("the same is left out as before").isZero();

        swapOff();
        write(SWAP + 12 * MIB, MIB);
        server.awaitDisk(SYSTEM, "it is compared", _ -> target.comparisons() > 0);
        awaitPoints();
        assertReplicaIs(image(true));
    }

    @Test
    void whatWasGivenUpWhileNobodyWasThereIsComparedToo() throws Exception {
        protect();
        awaitPoints();
        agent.close();
        swapOff();
        write(SWAP + 12 * MIB, MIB);
        start();
        awaitPoints();
        assertThat(target.comparisons()).isPositive();
        assertReplicaIs(image(true));
    }
}
