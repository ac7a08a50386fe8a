package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.OrderOutcome;
import secondsite.api.machine.PointSettings;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * A whole agent under a configuration server, over real connections with certificates, with clients on its disks. Process servers and
 * targets are played, and hold what came: the oracle is the disk's own file.
 */
@Timeout(180)
class ManagedAgentTest {

    private static final int SIZE = 6 << 20;
    private static final int BLOCKS = SIZE / WritingClient.BLOCK;
    private static final UUID ROOT = new UUID(1, 1);
    private static final UUID DATA = new UUID(1, 2);

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private TestAuthority authority;
    private PlayedConfigurationServer server;
    private PlayedTarget root;
    private PlayedTarget data;
    private PlayedGateway gateway;
    private PlayedGateway other;
    private Agent agent;
    private int digests;
    private String asksFor = "1 min";

    @BeforeEach
    void begin() throws Exception {
        authority = new TestAuthority();
        authority.issue("machine", folder);
        server = new PlayedConfigurationServer(authority.issue(ServerKind.CONFIGURATION_SERVER, "keeper"));
        root = new PlayedTarget(ROOT, SIZE);
        data = new PlayedTarget(DATA, SIZE);
        gateway = new PlayedGateway(authority.issue(ServerKind.PROCESS_SERVER, "gateway"), root, data);
        other = new PlayedGateway(authority.issue(ServerKind.PROCESS_SERVER, "other"), root, data);
        server.begin();
        gateway.begin();
        other.begin();
        for (UUID disk : List.of(ROOT, DATA)) {
            byte[] content = new byte[SIZE / 2];
            random.nextBytes(content);
            Files.write(image(disk), content);
            try (var file = new RandomAccessFile(image(disk).toFile(), "rw")) {
                file.setLength(SIZE);
            }
        }
        start("");
    }

    @AfterEach
    void end() throws Exception {
        stop();
        for (AutoCloseable each : List.of(server, gateway, other)) {
            each.close();
        }
    }

    private static String name(UUID disk) {
        return disk.equals(ROOT) ? "root" : "data";
    }

    private Path image(UUID disk) {
        return folder.resolve(name(disk) + ".img");
    }

    private Path socket(UUID disk) {
        return folder.resolve(name(disk) + ".sock");
    }

    private Path file() {
        return folder.resolve("agent.yaml");
    }

    private void start(String more) throws IOException {
        String disk = "  - {id: %s, name: %s, file: %s, size: " + SIZE + ", nbd: {unix: %s}}%n";
        Files.writeString(file(), """
                agent: {id: machine, certificate: certificate.pem, key: key.pem, authority: authority.pem}
                configurationServer: {url: "%s", ask: "%s"}
                %s
                disks:
                """.formatted(server.url(), asksFor, more) + disk.formatted(ROOT, "root", image(ROOT), socket(ROOT))
                + disk.formatted(DATA, "data", image(DATA), socket(DATA)));
        agent = Agent.start(ConfigurationFile.read(file()));
    }

    private void stop() throws IOException {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }

    private DiskAssignment protects(UUID disk) {
        return new DiskAssignment(disk, gateway.url(), 1, true, true, true, true);
    }

    private static DiskAssignment at(URI processServer, DiskAssignment like) {
        return new DiskAssignment(like.disk(), processServer, like.epoch(), like.replicate(), like.copy(),
                like.resyncNow(), like.compress());
    }

    private static DiskAssignment paused(DiskAssignment like) {
        return new DiskAssignment(like.disk(), like.processServer(), like.epoch(), false, like.copy(),
                like.resyncNow(), like.compress());
    }

    private static DiskAssignment gates(DiskAssignment like, boolean copy, boolean resyncNow) {
        return new DiskAssignment(like.disk(), like.processServer(), like.epoch(), like.replicate(), copy, resyncNow,
                like.compress());
    }

    private AgentAssignment assign(DiskAssignment... disks) throws InterruptedException {
        return assign(null, disks);
    }

    private AgentAssignment assign(PointSettings points, DiskAssignment... disks) throws InterruptedException {
        var assignment = new AgentAssignment("digest " + ++digests, List.of(disks), points, null,
                BandwidthSchedule.UNLIMITED);
        server.assign(assignment);
        server.await("it is applied", report -> assignment.digest().equals(report.applied()));
        return assignment;
    }

    private static PointSettings everySecond() {
        return new PointSettings(1, 0, List.of(), List.of(), 0, List.of(), 0);
    }

    private void write(UUID disk, int blocks) throws IOException {
        try (var client = new WritingClient(socket(disk))) {
            for (int i = 0; i < blocks; i++) {
                client.write(random.nextInt(BLOCKS), random.nextInt());
                client.answered();
            }
            client.flush();
            client.answered();
        }
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !reached.getAsBoolean();) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private PlayedTarget target(UUID disk) {
        return disk.equals(ROOT) ? root : data;
    }

    private void awaitReplicated(UUID disk) throws InterruptedException {
        server.awaitDisk(disk, "all of it is at the target", now -> now.state() == State.LOGGING && now.work() == null
                && now.lastSequence() == now.targetSequence());
    }

    private void assertReplicaEqualsDisk(UUID disk) throws IOException {
        ByteBuffer here = ByteBuffer.wrap(Files.readAllBytes(image(disk)));
        assertThat(here.mismatch(target(disk).content())).as("first byte that differs").isEqualTo(-1);
    }

    /** Writes without a pause, over one connection, until it is closed. */
    private final class Guest implements AutoCloseable {

        private final WritingClient client;
        private final Thread thread;
        private volatile boolean closed;
        private volatile int written;
        private volatile Throwable failure;

        Guest(UUID disk) throws IOException {
            client = new WritingClient(socket(disk));
            thread = Thread.ofPlatform().start(() -> run(new Random(5)));
        }

        private void run(Random choice) {
            try {
                while (!closed) {
                    client.write(choice.nextInt(BLOCKS), choice.nextInt());
                    client.answered();
                    written = written + 1;
                }
            } catch (IOException | AssertionError e) {
                failure = e;
            }
        }

        void awaitMore() throws InterruptedException {
            int now = written;
            await("the guest wrote more", () -> written > now + 50 || failure != null);
            assertThat(failure).isNull();
        }

        @Override
        public void close() throws IOException {
            closed = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            client.close();
            assertThat(failure).isNull();
        }
    }

    @Test
    void aDiskIsOnlyServedUntilItIsAssigned() throws Exception {
        DiskReport first = server.awaitDisk(ROOT, "it is served", _ -> true);
        assertThat(first.state()).isEqualTo(State.UNPROTECTED);
        write(ROOT, 100);
        DiskReport now = server.awaitDisk(ROOT, "writes are counted",
                told -> told.writtenBytes() == 100L * WritingClient.BLOCK);
        assertThat(now.spoolBytes()).isZero();
        assertThat(now.lastSequence()).isZero();
        assertThat(now.work()).isNull();
        assertThat(now.problems()).isEmpty();
        assertThat(gateway.requests()).isZero();
    }

    @Test
    void protectsWithoutStoppingTheGuestAndMissesNothing() throws Exception {
        try (var guest = new Guest(ROOT)) {
            guest.awaitMore();
            assign(protects(ROOT));
            guest.awaitMore();
            await("it is copied", () -> root.finished());
            guest.awaitMore();
        }
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
        AgentReport last = server.await("both", _ -> true);
        assertThat(PlayedConfigurationServer.of(DATA, last).state()).isEqualTo(State.UNPROTECTED);
        assertThat(data.chunksCopied()).isZero();
    }

    @Test
    void unprotectingGivesTheSpoolBackAndProtectingAgainComparesTheWholeDisk() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        gateway.end();
        try (var guest = new Guest(ROOT)) {
            guest.awaitMore();
            server.awaitDisk(ROOT, "the spool grows", now -> now.spoolBytes() > 0 && now.lastSequence() > 0);
            assign();
            guest.awaitMore();
            DiskReport now = server.awaitDisk(ROOT, "unprotected", told -> told.state() == State.UNPROTECTED);
            assertThat(now.spoolBytes()).isZero();
            assertThat(folder.resolve("spool").resolve(ROOT.toString()).resolve("log")).isEmptyDirectory();
            guest.awaitMore();
            gateway.begin();
            assign(protects(ROOT));
            guest.awaitMore();
        }
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
    }

    @Test
    void whatWasAssignedSurvivesARestartWithTheServerAway() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        stop();
        server.end();
        asksFor = "1 s";
        start("");
        write(ROOT, 100);
        await("everything is at the target", () -> root.position().targetSequence() >= 100);
        stop();
        server.begin();
        start("");
        AgentReport report = server.await("it says what it does", _ -> true);
        assertThat(report.applied()).isEqualTo("digest 1");
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
    }

    @Test
    void anAssignmentThatWasDamagedIsAskedForAgain() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        stop();
        Path kept = folder.resolve("spool").resolve("assignment.json");
        Files.writeString(kept, Files.readString(kept).replace("true", "TRUE"));
        start("");
        write(ROOT, 10);
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
        assertThat(folder.resolve("spool").resolve("assignment.json.damaged")).exists();
    }

    @Test
    void movesToAnotherProcessServerAndGoesOnWhereTheTargetIs() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        try (var guest = new Guest(ROOT)) {
            guest.awaitMore();
            assign(at(other.url(), protects(ROOT)));
            int before = gateway.slices();
            guest.awaitMore();
            await("slices come to the other one", () -> other.slices() > 0);
            assertThat(gateway.slices()).isEqualTo(before);
        }
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
        assertThat(root.position().epoch()).isEqualTo(1);
    }

    @Test
    void aFirstCopyGoesOnThroughAnotherProcessServer() throws Exception {
        gateway.end();
        assign(protects(ROOT));
        DiskReport now = server.awaitDisk(ROOT, "it waits", told -> told.work() != null);
        assertThat(now.work().kind()).isEqualTo(DiskWork.Kind.INITIAL_REPLICATION);
        assertThat(now.work().state()).isEqualTo(DiskWork.State.WAITING);
        server.awaitDisk(ROOT, "why", told -> told.problems().stream()
                .anyMatch(problem -> problem.code() == ErrorCode.PROCESS_SERVER_UNREACHABLE));
        assign(at(other.url(), protects(ROOT)));
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
    }

    @Test
    void aHigherEpochIsWrittenFromThenOn() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        assign(new DiskAssignment(ROOT, gateway.url(), 3, true, true, true, true));
        write(ROOT, 10);
        awaitReplicated(ROOT);
        assertThat(root.position().epoch()).isEqualTo(3);
        assertReplicaEqualsDisk(ROOT);
    }

    @Test
    void whileItIsPausedNothingIsSentAndEverythingIsKept() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        assign(paused(protects(ROOT)));
        int before = gateway.requests();
        write(ROOT, 200);
        DiskReport now = server.awaitDisk(ROOT, "it is kept", told -> told.lastSequence() > told.targetSequence());
        assertThat(now.state()).isEqualTo(State.LOGGING);
        assertThat(now.targetSequence()).isEqualTo(root.position().targetSequence());
        assertThat(gateway.requests()).isEqualTo(before);
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
    }

    @Test
    void aPauseStopsAFirstCopyToo() throws Exception {
        assign(paused(protects(ROOT)));
        DiskReport now = server.awaitDisk(ROOT, "it is paused", told -> told.work() != null);
        assertThat(now.work().kind()).isEqualTo(DiskWork.Kind.INITIAL_REPLICATION);
        assertThat(now.work().state()).isEqualTo(DiskWork.State.PAUSED);
        assertThat(gateway.requests()).isZero();
    }

    @Test
    void disksAreCopiedWhenTheirTurnHasCome() throws Exception {
        assign(protects(ROOT), gates(protects(DATA), false, true));
        awaitReplicated(ROOT);
        DiskReport waits = server.awaitDisk(DATA, "it waits", told -> told.work() != null
                && "its turn has not come".equals(told.work().waiting()));
        assertThat(waits.work().state()).isEqualTo(DiskWork.State.WAITING);
        assertThat(data.chunksCopied()).isZero();
        assign(protects(ROOT), protects(DATA));
        awaitReplicated(DATA);
        assertReplicaEqualsDisk(DATA);
    }

    @Test
    void aComparisonWaitsForItsHoursOrForAnOrder() throws Exception {
        stop();
        start("spool: {limit: 4 MiB, reserve: 0}");
        assign(gates(protects(ROOT), true, false));
        awaitReplicated(ROOT);
        gateway.end();
        write(ROOT, 1200);
        server.awaitDisk(ROOT, "the spool is full", now -> now.state() == State.RESYNC_REQUIRED
                && now.problems().stream().anyMatch(problem -> problem.code() == ErrorCode.SPOOL_FULL));
        gateway.begin();
        DiskReport waits = server.awaitDisk(ROOT, "it waits", now -> now.work() != null
                && "outside the hours for comparisons".equals(now.work().waiting()));
        assertThat(waits.work().kind()).isEqualTo(DiskWork.Kind.RESYNC);
        assertThat(waits.dirtyBytes()).isPositive();
        OrderOutcome outcome = server.carriedOut(
                new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.RESYNC, List.of(ROOT), null));
        assertThat(outcome.problem()).isNull();
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
    }

    @Test
    void anOrderedComparisonTakesTheWholeDiskWhenNothingIsKnownToDiffer() throws Exception {
        assign(gates(protects(ROOT), true, false));
        awaitReplicated(ROOT);
        root.spoil(12345);
        server.carriedOut(new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.RESYNC, List.of(), null));
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
    }

    @Test
    void anOrderIsCarriedOutOnceHoweverOftenItIsTold() throws Exception {
        assign(protects(ROOT), protects(DATA));
        awaitReplicated(ROOT);
        awaitReplicated(DATA);
        var order = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.BOOKMARK, List.of(), "before lunch");
        server.order(List.of(order));
        server.await("its outcome", report -> report.outcomes().contains(new OrderOutcome(order.id(), null)));
        server.await("and again", report -> report.outcomes().contains(new OrderOutcome(order.id(), null)));
        stop();
        start("");
        server.await("after a restart", report -> report.outcomes().contains(new OrderOutcome(order.id(), null)));
        server.order(List.of());
        server.await("until it is no longer told", report -> report.outcomes().isEmpty());
        server.order(List.of(order));
        server.await("told once more", report -> report.outcomes().contains(new OrderOutcome(order.id(), null)));
        awaitReplicated(ROOT);
        awaitReplicated(DATA);
        var mark = new Record.Mark(MarkKind.BOOKMARK, order.id(), "before lunch");
        assertThat(root.marks()).containsOnlyOnce(mark);
        assertThat(data.marks()).containsOnlyOnce(mark);
    }

    @Test
    void aDiskIsVerifiedWhenThatIsOrdered() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        var order = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.VERIFY, List.of(), null);
        assertThat(server.carriedOut(order).problem()).isNull();
        DiskReport told = server.awaitDisk(ROOT, "it is verified", report -> report.verified() != null);
        assertThat(told.verified().differentBytes()).isZero();
        assertThat(told.verified().comparedBytes()).isEqualTo(told.size());
    }

    @Test
    void whatNobodyHereCanDoIsRefused() throws Exception {
        assign(protects(ROOT));
        awaitReplicated(ROOT);
        var group = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.GROUP_POINT, List.of(), null);
        assertThat(server.carriedOut(group).problem().code()).isEqualTo(ErrorCode.ORDER_REFUSED);
        var quiet = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.APP_POINT, List.of(), null);
        assertThat(server.carriedOut(quiet).problem().code()).as("nobody said how applications are made quiet")
                .isEqualTo(ErrorCode.POINT_NOT_MADE);
        var strange = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.RESYNC, List.of(new UUID(9, 9)), null);
        assertThat(server.carriedOut(strange).problem().code()).isEqualTo(ErrorCode.DISK_UNKNOWN);
        var served = new AgentOrder(UUID.randomUUID(), AgentOrder.Verb.BOOKMARK, List.of(DATA), null);
        assertThat(server.carriedOut(served).problem().code()).isEqualTo(ErrorCode.NOT_PROTECTED);
    }

    @Test
    void aDiskThatIsNotHereIsReportedAndTheOthersGoOn() throws Exception {
        UUID nowhere = new UUID(9, 9);
        assign(protects(nowhere), protects(ROOT));
        DiskReport told = server.awaitDisk(nowhere, "it is told", _ -> true);
        assertThat(told.problems()).singleElement().extracting("code").isEqualTo(ErrorCode.DISK_UNKNOWN);
        awaitReplicated(ROOT);
        assertReplicaEqualsDisk(ROOT);
        assign(protects(ROOT));
        server.await("it is gone", report -> report.disks().size() == 2);
    }

    @Test
    void anAssignmentThatMakesNoSenseForADiskIsAProblemOfThatDiskAlone() throws Exception {
        assign(at(null, protects(ROOT)), protects(DATA));
        DiskReport told = server.awaitDisk(ROOT, "it is told", now -> !now.problems().isEmpty());
        assertThat(told.problems().getFirst().code()).isEqualTo(ErrorCode.REPLICATION_STOPPED);
        assertThat(told.state()).isEqualTo(State.UNPROTECTED);
        awaitReplicated(DATA);
    }

    @Test
    void crashConsistentPointsAreMadeOfAllProtectedDisksAtOnce() throws Exception {
        assign(everySecond(), protects(ROOT), protects(DATA));
        awaitReplicated(ROOT);
        awaitReplicated(DATA);
        await("points", () -> common().size() >= 2);
        assertThat(root.marks()).allSatisfy(mark -> assertThat(mark.kind()).isEqualTo(MarkKind.CRASH_CONSISTENT));
    }

    /** Ids of marks that both disks have. */
    private Set<UUID> common() {
        Set<UUID> ids = new HashSet<>();
        root.marks().forEach(mark -> ids.add(mark.id()));
        Set<UUID> others = new HashSet<>();
        data.marks().forEach(mark -> others.add(mark.id()));
        ids.retainAll(others);
        return ids;
    }

    @Test
    void aPointThatCannotBeMadeIsAProblemUntilOneIs() throws Exception {
        stop();
        start("spool: {limit: 4 MiB, reserve: 0}");
        assign(everySecond(), gates(protects(ROOT), true, false));
        awaitReplicated(ROOT);
        gateway.end();
        write(ROOT, 1200);
        server.awaitDisk(ROOT, "no point", now -> now.problems().stream()
                .anyMatch(problem -> problem.code() == ErrorCode.POINT_NOT_MADE));
        gateway.begin();
        assign(everySecond(), protects(ROOT));
        server.awaitDisk(ROOT, "points again", now -> now.state() == State.LOGGING && now.problems().stream()
                .noneMatch(problem -> problem.code() == ErrorCode.POINT_NOT_MADE));
    }

    @Test
    void theInventoryIsToldAtFirstAndWhenItIsWanted() throws Exception {
        AgentReport first = server.awaitAfter(0, "the first", _ -> true);
        assertThat(first.version()).isNotBlank();
        assertThat(first.applied()).isNull();
        assertThat(first.inventory().hostName()).isNotBlank();
        assertThat(first.inventory().memoryBytes()).isGreaterThan(64 << 20);
        assertThat(first.inventory().processors()).isPositive();
        assertThat(first.inventory().disks()).extracting("id", "name", "size")
                .containsExactly(tuple(ROOT, "root", (long) SIZE),
                        tuple(DATA, "data", (long) SIZE));
        AgentReport whole = server.awaitAfter(0, "what the machine is made of",
                report -> report.inventory() != null && report.inventory().system() != null);
        assertThat(whole.inventory().disks()).isEqualTo(first.inventory().disks());
        assertThat(whole.inventory().system().boot()).as("of images that it serves to somebody else").isEmpty();
        server.await("nothing that was told before", report -> report.inventory() == null);
        server.wantInventory();
        server.await("the inventory", report -> whole.inventory().equals(report.inventory()));
    }

    @Test
    void goesOnReportingAfterTheServerWasAway() throws Exception {
        server.awaitAfter(0, "the first", _ -> true);
        server.end();
        var status = new ArrayList<String>();
        await("it notices", () -> {
            status.clear();
            status.add(status());
            return status.getFirst().contains("; now: ");
        });
        assertThat(status.getFirst()).contains("told by " + server.url()).contains("assignment  none yet");
        server.begin();
        server.await("it is back", _ -> true);
    }

    private String status() {
        var out = new StringWriter();
        Main.commandLine().setOut(new PrintWriter(out, true)).execute("agent", "status", "--configuration",
                file().toString());
        return out.toString();
    }
}
