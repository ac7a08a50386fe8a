package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.configuration.ConfigurationFile;
import secondsite.agent.stage.PlayedConfigurationServer;
import secondsite.agent.stage.PlayedGateway;
import secondsite.agent.stage.PlayedTarget;
import secondsite.agent.stage.TestAuthority;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.ServerKind;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdClient.Command;

/**
 * A disk is failed over and comes back, at a whole agent with real NBD clients and connections with certificates. The process server and
 * the target are played, and hold what came: the oracle is the disk's own file.
 */
@Timeout(300)
class FencingTest {

    private static final int SIZE = 6 << 20;
    private static final int BLOCKS = SIZE / WritingClient.BLOCK;
    private static final UUID DISK = new UUID(1, 1);

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private PlayedConfigurationServer server;
    private PlayedTarget target;
    private PlayedGateway gateway;
    private Agent agent;
    private int digests;

    @BeforeEach
    void begin() throws Exception {
        var authority = new TestAuthority();
        authority.issue("machine", folder);
        server = new PlayedConfigurationServer(authority.issue(ServerKind.CONFIGURATION_SERVER, "keeper"));
        target = new PlayedTarget(DISK, SIZE);
        gateway = new PlayedGateway(authority.issue(ServerKind.PROCESS_SERVER, "gateway"), target);
        server.begin();
        gateway.begin();
        byte[] content = new byte[SIZE / 2];
        random.nextBytes(content);
        Files.write(image(), content);
        try (var file = new RandomAccessFile(image().toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    @AfterEach
    void end() throws Exception {
        stop();
        server.close();
        gateway.close();
    }

    private Path image() {
        return folder.resolve("disk.img");
    }

    private Path socket() {
        return folder.resolve("nbd.sock");
    }

    private Path file(String ask) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                agent: {id: machine, certificate: certificate.pem, key: key.pem, authority: authority.pem}
                configurationServer: {url: "%s", ask: %s}
                spool: {reserve: 0}
                disks:
                  - {id: %s, name: root, file: disk.img, size: %d, nbd: {unix: nbd.sock}}
                """.formatted(server.url(), ask, DISK, SIZE));
    }

    private void start(String ask) throws IOException {
        agent = Agent.start(ConfigurationFile.read(file(ask)));
    }

    private void stop() throws IOException {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }

    private AgentAssignment assignment(int epoch, Integer fence) {
        var disk = new DiskAssignment(DISK, gateway.url(), epoch, true, true, true, true, fence);
        return new AgentAssignment("digest " + ++digests, List.of(disk), null, null, BandwidthSchedule.UNLIMITED);
    }

    private void assign(int epoch, Integer fence) throws InterruptedException {
        AgentAssignment assignment = assignment(epoch, fence);
        server.assign(assignment);
        server.await("it is applied", report -> assignment.digest().equals(report.applied()));
    }

    private static boolean drained(DiskReport now) {
        return now.state() == State.FENCED && now.dirtyBytes() == 0 && now.lastSequence() == now.targetSequence();
    }

    private void awaitReplicated() throws InterruptedException {
        server.awaitDisk(DISK, "all of it is at the target", now -> now.state() == State.LOGGING && now.work() == null
                && now.lastSequence() == now.targetSequence());
    }

    private void assertReplicaEqualsDisk() throws IOException {
        ByteBuffer here = ByteBuffer.wrap(Files.readAllBytes(image()));
        assertThat(here.mismatch(target.content())).as("first byte that differs").isEqualTo(-1);
    }

    private void write(int blocks) throws IOException {
        try (var client = new WritingClient(socket())) {
            for (int i = 0; i < blocks; i++) {
                client.write(random.nextInt(BLOCKS), random.nextInt());
                client.answered();
            }
        }
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !reached.getAsBoolean();) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void assertRefuses(NbdClient client) {
        assertThatThrownBy(() -> write(client)).isInstanceOf(NbdClient.NbdError.class).hasMessageContaining("error 1");
    }

    private static void write(NbdClient client) throws IOException {
        client.ask(Command.WRITE, 0, 7, 0, WritingClient.BLOCK, ByteBuffer.allocate(WritingClient.BLOCK));
        client.done();
    }

    private void assertServedReadOnly() throws IOException {
        byte[] before = Files.readAllBytes(image());
        try (NbdClient client = NbdClient.connect(socket(), "")) {
            assertRefuses(client);
            assertThat(client.read(0, 512)).isEqualTo(ByteBuffer.wrap(before, 0, 512));
        }
        assertThat(Files.readAllBytes(image())).isEqualTo(before);
    }

    private void protect() throws Exception {
        start("1 min");
        assign(1, null);
        awaitReplicated();
    }

    @Test
    void aFencedDiskRefusesWritesAndSendsWhatItHas() throws Exception {
        protect();
        try (NbdClient client = NbdClient.connect(socket(), "")) {
            write(client);
            gateway.end();
            write(200);
            assign(1, 2);
            assertRefuses(client);
            assertThat(client.read(0, 4096).remaining()).isEqualTo(4096);
        }
        DiskReport told = server.awaitDisk(DISK, "it is fenced", now -> now.state() == State.FENCED);
        assertThat(drained(told)).as("the gateway is away").isFalse();
        assertThat(told.lastSequence() - told.targetSequence()).isGreaterThanOrEqualTo(200);
        assertThat(told.reason()).contains("epoch 2 is writable elsewhere");
        gateway.begin();
        server.awaitDisk(DISK, "all has arrived", FencingTest::drained);
        assertReplicaEqualsDisk();
        assertThat(target.position().epoch()).as("it was written before the failover").isOne();
        assertServedReadOnly();
    }

    @Test
    void comesBackInANewerEpochWithoutAComparison() throws Exception {
        protect();
        write(100);
        assign(1, 2);
        server.awaitDisk(DISK, "all has arrived", FencingTest::drained);
        target.beginEpoch(2);
        server.awaitDisk(DISK, "the target has moved on, and nothing is missing", FencingTest::drained);
        target.beginEpoch(3);
        assign(3, null);
        write(100);
        awaitReplicated();
        assertReplicaEqualsDisk();
        assertThat(target.position().epoch()).isEqualTo(3);
        assertThat(target.comparisons()).isZero();
    }

    @Test
    void whatTheTargetRefusesInAnUnplannedFailoverIsComparedWhenItComesBack() throws Exception {
        protect();
        gateway.end();
        write(100);
        target.beginEpoch(2);
        gateway.begin();
        DiskReport told = server.awaitDisk(DISK, "the target's word alone fences it",
                now -> now.state() == State.FENCED);
        assertThat(told.dirtyBytes()).isEqualTo(SIZE);
        assign(1, 2);
        assertServedReadOnly();
        target.beginEpoch(3);
        assign(3, null);
        write(100);
        awaitReplicated();
        assertReplicaEqualsDisk();
        assertThat(target.comparisons()).isPositive();
    }

    @Test
    void whatWasNotSentInTimeIsComparedAlsoWhenNobodySaidSoBefore() throws Exception {
        protect();
        gateway.end();
        write(100);
        assign(1, 2);
        assign(3, null);
        target.beginEpoch(3);
        gateway.begin();
        awaitReplicated();
        assertReplicaEqualsDisk();
        assertThat(target.comparisons()).isPositive();
    }

    @Test
    void staysFencedOverARestartWithTheServerAway() throws Exception {
        protect();
        assign(1, 2);
        server.awaitDisk(DISK, "all has arrived", FencingTest::drained);
        stop();
        server.end();
        start("300 ms");
        assertServedReadOnly();
        server.begin();
        server.awaitDisk(DISK, "it says so", FencingTest::drained);
    }

    @Test
    void asksBeforeItServesWhetherItWasFailedOverMeanwhile() throws Exception {
        protect();
        stop();
        server.assign(assignment(1, 2));
        start("1 min");
        assertServedReadOnly();
        server.awaitDisk(DISK, "it says so", FencingTest::drained);
    }

    @Test
    void servesWhenNobodyAnswersAndIsFencedWhenSomebodyDoes() throws Exception {
        protect();
        stop();
        server.end();
        server.assign(assignment(1, 2));
        start("300 ms");
        write(10);
        assertThat(status()).contains("unasked     whether disks were failed over");
        server.begin();
        DiskReport told = server.awaitDisk(DISK, "it hears", now -> now.state() == State.FENCED);
        assertThat(told.problems()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.DISK_FENCED);
            assertThat(problem.detail()).contains("could not be asked").contains(10 * WritingClient.BLOCK + " bytes");
        });
        assertServedReadOnly();
        assertThat(status()).contains("FENCED").doesNotContain("unasked");
    }

    private String status() {
        var out = new StringWriter();
        Main.commandLine().setOut(new PrintWriter(out, true)).execute("agent", "status", "--configuration",
                folder.resolve("agent.yaml").toString());
        return out.toString();
    }

    /** The real program, killed with SIGKILL at any moment while it is failed over and comes back again and again. */
    @Test
    void aKillAtAnyMomentLosesNothingAndCostsNoComparison() throws Exception {
        protect();
        stop();
        int epoch = 1;
        for (int round = 0; round < 3; round++, epoch += 2) {
            Process writing = run();
            try (WritingClient client = connect(writing)) {
                server.assign(assignment(epoch, epoch + 1));
                loadUntilKilled(client, writing, random.nextInt(600));
            }
            start("1 min");
            server.awaitDisk(DISK, "all has arrived", FencingTest::drained);
            assertReplicaEqualsDisk();
            target.beginEpoch(epoch + 1);
            assertServedReadOnly();
            stop();
            server.assign(assignment(epoch + 2, null));
            kill(run(), 500 + random.nextInt(1000));
        }
        start("1 min");
        write(10);
        awaitReplicated();
        assertReplicaEqualsDisk();
        assertThat(target.position().epoch()).isEqualTo(epoch);
        assertThat(target.comparisons()).isZero();
    }

    private Process run() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.deleteIfExists(socket());
        return new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), "secondsite.agent.Main", "agent", "run", "--configuration",
                file("1 min").toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile()).start();
    }

    private WritingClient connect(Process program) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);; TimeUnit.MILLISECONDS.sleep(10)) {
            try {
                return new WritingClient(socket());
            } catch (IOException e) {
                assertThat(program.isAlive() && System.nanoTime() < end)
                        .as("%s, and it said %s", e, Files.readString(folder.resolve("said"))).isTrue();
            }
        }
    }

    private static void kill(Process program, int afterMillis) throws InterruptedException {
        program.waitFor(afterMillis, TimeUnit.MILLISECONDS);
        assertThat(program.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private void loadUntilKilled(WritingClient client, Process program, int afterMillis) throws Exception {
        Thread killer = Thread.ofPlatform().start(() -> {
            try {
                kill(program, afterMillis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        try {
            while (true) {
                client.write(random.nextInt(BLOCKS), random.nextInt());
                client.answered();
            }
        } catch (IOException | AssertionError _) {
            // fenced or killed
        }
        killer.join();
    }
}
