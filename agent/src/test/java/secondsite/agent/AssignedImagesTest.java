package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import secondsite.api.activity.ReportedProblem;
import secondsite.api.client.ServerKind;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.ServedDisk;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdClient.Command;

/**
 * Disks that the configuration server has an agent make, with real NBD clients and connections with certificates. The process server and
 * the target are played, and hold what came: the oracle is what the test wrote.
 */
@Timeout(180)
class AssignedImagesTest {

    private static final int SIZE = 6 << 20;
    private static final UUID DISK = new UUID(0x1234_5678_0000_4000L, 1);
    private static final UUID OTHER = new UUID(0x2345_6789_0000_4000L, 2);
    private static final ServedDisk ROOT = new ServedDisk(DISK, "web-root", SIZE);
    private static final String IMAGES = "images: images";

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private PlayedConfigurationServer server;
    private PlayedTarget target;
    private PlayedGateway gateway;
    private Agent agent;
    private Process program;
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
    }

    @AfterEach
    void end() throws Exception {
        if (agent != null) {
            agent.close();
        }
        if (program != null) {
            kill();
        }
        server.close();
        gateway.close();
    }

    private Path file(String more) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                agent: {id: machine, certificate: certificate.pem, key: key.pem, authority: authority.pem}
                configurationServer: {url: "%s"}
                spool: {reserve: 0}
                %s
                """.formatted(server.url(), more));
    }

    private void start(String more) throws IOException {
        agent = Agent.start(ConfigurationFile.read(file(more)));
    }

    private void run() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        program = new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), "secondsite.agent.Main", "agent", "run", "--configuration",
                file(IMAGES).toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile())).start();
    }

    private void kill() throws InterruptedException {
        assertThat(program.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private Path image() {
        return folder.resolve("images").resolve("web-root-" + DISK + ".raw");
    }

    private Path socket() {
        return folder.resolve("images").resolve("12345678.sock");
    }

    private DiskAssignment protects() {
        return new DiskAssignment(DISK, gateway.url(), 1, true, true, true, true);
    }

    private void assign(List<ServedDisk> served, DiskAssignment... disks) throws InterruptedException {
        var assignment = new AgentAssignment("digest " + ++digests, List.of(disks), null, null,
                BandwidthSchedule.UNLIMITED, served);
        server.assign(assignment);
        server.await("it is applied", report -> assignment.digest().equals(report.applied()));
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private void write(long offset, byte[] bytes) throws IOException {
        try (NbdClient client = NbdClient.connect(socket(), "")) {
            client.ask(Command.WRITE, 0, 1, offset, bytes.length, ByteBuffer.wrap(bytes));
            client.done();
            client.ask(Command.FLUSH, 0, 2, 0, 0, null);
            client.done();
        }
    }

    private NbdClient connect() throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);; TimeUnit.MILLISECONDS.sleep(10)) {
            try {
                return NbdClient.connect(socket(), "");
            } catch (IOException e) {
                assertThat(program.isAlive() && System.nanoTime() < end)
                        .as("%s, and it said %s", e, Files.readString(folder.resolve("said"))).isTrue();
            }
        }
    }

    private void awaitReplicated() throws InterruptedException {
        server.awaitDisk(DISK, "all of it is at the target", now -> now.state() == State.LOGGING && now.work() == null
                && now.lastSequence() == now.targetSequence());
    }

    private void assertReplicaEqualsDisk() throws IOException {
        ByteBuffer here = ByteBuffer.wrap(Files.readAllBytes(image()));
        assertThat(here.mismatch(target.content())).as("first byte that differs").isEqualTo(-1);
    }

    private ReportedProblem problem(UUID disk) throws InterruptedException {
        DiskReport told = server.awaitDisk(disk, "a problem", now -> !now.problems().isEmpty());
        assertThat(told.state()).isEqualTo(State.UNPROTECTED);
        return told.problems().getFirst();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("images"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void itIsMadeServedKeptOverAKillWithTheServerAwayAndProtected() throws Exception {
        run();
        server.await("the agent is there", _ -> true);
        assign(List.of(ROOT));
        DiskReport served = server.awaitDisk(DISK, "it is served", now -> now.socket() != null);
        assertThat(served.state()).isEqualTo(State.UNPROTECTED);
        assertThat(served.socket()).isEqualTo(socket().toString());
        assertThat(served.problems()).isEmpty();
        assertThat(served.size()).isEqualTo(SIZE);
        byte[] written = noise(100_000);
        write(4096, written);
        kill();
        server.end();

        run();
        try (NbdClient client = connect()) {
            assertThat(client.read(4096, written.length)).isEqualTo(ByteBuffer.wrap(written));
        }
        server.begin();
        assign(List.of(ROOT), protects());
        awaitReplicated();
        write(2 << 20, noise(50_000));
        server.awaitDisk(DISK, "records arrive", now -> now.targetSequence() > 0
                && now.targetSequence() == now.lastSequence());
        assertReplicaEqualsDisk();
        kill();

        run();
        try (NbdClient client = connect()) {
            assertThat(client.read(4096, written.length)).isEqualTo(ByteBuffer.wrap(written));
        }
        write(3 << 20, noise(50_000));
        awaitReplicated();
        assertReplicaEqualsDisk();
        assertThat(target.comparisons()).isZero();
    }

    @Test
    void theInventoryTellsIt() throws Exception {
        start(IMAGES);
        AgentReport first = server.awaitAfter(0, "the first", report -> report.inventory() != null);
        assertThat(first.inventory().disks()).isEmpty();
        int before = server.count();
        assign(List.of(ROOT));
        AgentReport told = server.awaitAfter(before, "another inventory",
                report -> report.inventory() != null && !report.inventory().disks().isEmpty());
        assertThat(told.inventory().disks())
                .containsExactly(new DiskFacts(DISK, "web-root", SIZE, image().toString()));
        assertThat(Files.size(image())).isEqualTo(SIZE);
    }

    @Test
    void whatIsAssignedNoMoreIsClosedAndItsBytesStay() throws Exception {
        start(IMAGES);
        assign(List.of(ROOT));
        byte[] written = noise(4096);
        write(0, written);
        assign(List.of());
        server.await("it is gone", report -> report.disks().isEmpty());
        assertThatThrownBy(() -> NbdClient.connect(socket(), "")).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(image())).startsWith(written);
        assign(List.of(ROOT));
        try (NbdClient client = NbdClient.connect(socket(), "")) {
            assertThat(client.read(0, 4096)).isEqualTo(ByteBuffer.wrap(written));
        }
    }

    @Test
    void aProtectedOneIsServedUntilItIsNotProtectedAnyMore() throws Exception {
        start(IMAGES);
        assign(List.of(ROOT), protects());
        awaitReplicated();
        assign(List.of(), protects());
        write(0, noise(4096));
        awaitReplicated();
        assertReplicaEqualsDisk();
        assign(List.of());
        server.await("it is gone", report -> report.disks().isEmpty());
        assertThatThrownBy(() -> NbdClient.connect(socket(), "")).isInstanceOf(IOException.class);
    }

    @Test
    void withoutAFolderTheProblemSaysHowToSetItUp() throws Exception {
        start("");
        assign(List.of(ROOT), protects());
        ReportedProblem problem = problem(DISK);
        assertThat(problem.code()).isEqualTo(ErrorCode.DISK_UNKNOWN);
        assertThat(problem.detail()).contains("images:").contains("start it anew");
    }

    @Test
    void whatCannotBeServedIsAProblemOfThatDiskAloneUntilItCan() throws Exception {
        Files.createDirectory(folder.resolve("images"));
        Files.write(image(), new byte[4096]);
        start(IMAGES);
        assign(List.of(ROOT, new ServedDisk(OTHER, "web-data", SIZE)), protects());
        assertThat(problem(DISK).detail()).contains("4096 bytes, not " + SIZE);
        assertThat(server.awaitDisk(OTHER, "the other goes on", now -> now.socket() != null).problems()).isEmpty();
        assertThat(Files.size(image())).isEqualTo(4096);
        Files.delete(image());
        awaitReplicated();
        assertReplicaEqualsDisk();
    }

    @Test
    void aNameThatLeadsElsewhereOrATakenOneIsRefused() throws Exception {
        start(IMAGES);
        assign(List.of(new ServedDisk(DISK, "../root", SIZE)));
        assertThat(problem(DISK).detail()).contains("letters, digits");
        assertThat(folder.resolve("images")).doesNotExist();
        assign(List.of(new ServedDisk(DISK, "root", 0)));
        assertThat(problem(DISK).detail()).contains("0 bytes");
        assign(List.of(ROOT, new ServedDisk(OTHER, "web-root", SIZE)));
        assertThat(problem(OTHER).detail()).contains("same id, name");
        assertThat(files()).anyMatch(name -> name.startsWith("web-root-" + DISK))
                .noneMatch(name -> name.contains(OTHER.toString()));
    }

    @Test
    void aDiskOfTheConfigurationIsServedAlready() throws Exception {
        Files.write(folder.resolve("own.img"), new byte[4096]);
        start("disks: [{id: %s, name: own, file: own.img, size: 4096, nbd: {unix: own.sock}}]".formatted(OTHER));
        assign(List.of(new ServedDisk(OTHER, "own", 4096)));
        assertThat(server.awaitDisk(OTHER, "it is served", _ -> true).problems()).isEmpty();
        assign(List.of());
        assertThat(server.awaitDisk(OTHER, "it is the agent's own, and stays", _ -> true).socket())
                .isEqualTo(folder.resolve("own.sock").toString());
        assign(List.of(new ServedDisk(OTHER, "own", 8192)));
        assertThat(problem(OTHER).detail()).contains("4096 bytes, not 8192");
    }

    @Test
    void aDiskOfTheConfigurationTellsItsSocketToo() throws Exception {
        Files.write(folder.resolve("own.img"), new byte[4096]);
        start("disks: [{id: %s, name: own, file: own.img, size: 4096, nbd: {unix: own.sock}}]".formatted(OTHER));
        DiskReport told = server.awaitDisk(OTHER, "it is served", _ -> true);
        assertThat(told.socket()).isEqualTo(folder.resolve("own.sock").toString());
    }
}
