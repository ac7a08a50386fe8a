package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.Contact;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.client.TransferException;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineSummary;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.SiteKind;
import secondsite.server.configuration.store.Database;

/** Programs report to a real configuration server over real TLS. */
@Timeout(120)
class ReportingTest {

    private static final URI ADDRESS = URI.create("https://localhost:9443");
    private static final ServerLoad LOAD = new ServerLoad(0.25, 1 << 20, 1 << 30, 5L << 30, 9L << 30);

    private LiveServer server;
    private InventoryClient people;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new LiveServer(folder);
        people = server.inventory();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static MachineInventory machine(DiskFacts... disks) {
        return new MachineInventory("host-of-it", "Some Linux 12", 4L << 30, 2, List.of(disks),
                List.of(new NicFacts("eth0", "52:54:00:12:34:56", List.of("10.1.0.7", "fe80::1%eth0"))));
    }

    private static DiskFacts disk(UUID id, String name, long size) {
        return new DiskFacts(id, name, size, "/dev/" + name);
    }

    private static AgentReport report(MachineInventory inventory, UUID... disks) {
        return new AgentReport("1.0", Instant.now(), null, null, inventory,
                List.of(disks).stream().map(ReportingTest::standing).toList(), List.of());
    }

    private static DiskReport standing(UUID disk) {
        return new DiskReport(disk, DiskReport.State.UNPROTECTED, null, Instant.EPOCH, 1 << 30, 77, 0, 0, 0, 0, 0, 0, 0,
                0, 0, null, null, List.of());
    }

    private MachineDetail machineNamed(String name) throws TransferException {
        MachineSummary found = people.machines(InventoryClient.Search.ALL, null, 500).items().stream()
                .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        return people.machine(found.id());
    }

    @Test
    void aMachineIsThereFromItsAgentsFirstReportWithAllItIs() throws IOException {
        UUID root = UUID.randomUUID();
        ReportClient web = server.joined("agent", "web");
        AgentAnswer first = web.report(report(null));
        assertThat(first.inventoryWanted()).isTrue();
        assertThat(people.machines(InventoryClient.Search.ALL, null, 10).total()).isZero();
        AgentAnswer answer = web.report(report(machine(disk(root, "root", 1 << 30)), root));
        assertThat(answer.inventoryWanted()).isFalse();
        assertThat(answer.nextMillis()).isEqualTo(1000);
        assertThat(answer.assignment().disks()).isEmpty();
        MachineDetail detail = machineNamed("web");
        assertThat(detail.summary()).usingRecursiveComparison().ignoringFields("id", "group", "site", "lastSeen")
                .isEqualTo(new MachineSummary(null, "web", "web", "host-of-it", null, null, "Some Linux 12", 1, 1 << 30,
                        null, Contact.HEARD, "UNPROTECTED", false, null, null, null));
        assertThat(detail.summary().group()).isEqualTo(people.groups().getFirst().id());
        assertThat(detail.summary().site()).isEqualTo(people.sites().getFirst().id());
        assertThat(detail.nics()).containsExactly(
                new NicFacts("eth0", "52:54:00:12:34:56", List.of("10.1.0.7", "fe80::1%eth0")));
        assertThat(detail.disks())
                .containsExactly(new KnownDisk(root, "root", 1 << 30, "/dev/root", false, standing(root)));
        assertThat(detail.version()).isEqualTo("1.0");
        assertThat(detail.memoryBytes()).isEqualTo(4L << 30);
    }

    @Test
    void whoTellsOfItsMachineInACrowdIsAskedAgainAndWaitsForNobody() throws Exception {
        List<ReportClient> agents = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            agents.add(server.joined("agent", "web-" + i));
            assertThat(agents.getLast().report(report(null)).inventoryWanted()).isTrue();
        }
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> server.part(Database.class).write(_ -> {
                held.countDown();
                return go.await(1, TimeUnit.MINUTES);
            }));
            held.await();
            var answers = new ExecutorCompletionService<AgentAnswer>(threads);
            agents.forEach(agent -> answers.submit(() -> agent.report(report(machine()))));
            assertThat(answers.take().get().inventoryWanted()).isTrue();
            go.countDown();
            for (int i = 1; i < agents.size(); i++) {
                assertThat(answers.take().get().inventoryWanted()).isFalse();
            }
        } finally {
            go.countDown();
        }
        assertThat(people.machines(InventoryClient.Search.ALL, null, 10).total()).isEqualTo(agents.size() - 1);
    }

    @Test
    void anAssignmentThatIsCarriedOutIsNotToldAgain() throws IOException {
        ReportClient web = server.joined("agent", "web");
        String digest = web.report(report(machine())).assignment().digest();
        assertThat(web.report(new AgentReport("1.0", Instant.now(), digest, null, null, List.of(), List.of()))
                .assignment()).isNull();
    }

    @Test
    void eachProgramReportsOnlyWhatItIs() throws IOException {
        ReportClient agent = server.joined("agent", "web");
        ReportClient gateway = server.joined("process-server", "web");
        var asGateway = new ProcessServerReport("1.0", Instant.now(), ADDRESS, null, LOAD, List.of());
        for (Action action : List.<Action>of(() -> gateway.report(report(machine())), () -> agent.report(asGateway),
                () -> server.administratorWhoReports().report(report(machine())))) {
            assertThat(catchThrowableOfType(Refused.class, action::run).code()).isEqualTo(ProblemCode.NOT_ALLOWED);
        }
        assertThat(people.machines(InventoryClient.Search.ALL, null, 10).items()).isEmpty();
        assertThat(people.servers().servers()).isEmpty();
    }

    private interface Action {

        void run() throws Exception;
    }

    @Test
    void aDiskBelongsToTheMachineThatHadItFirstAndTheRestGoesOn() throws Exception {
        UUID shared = UUID.randomUUID();
        UUID own = UUID.randomUUID();
        ReportClient first = server.joined("agent", "first");
        ReportClient second = server.joined("agent", "second");
        first.report(report(machine(disk(shared, "data", 10)), shared));
        AgentAnswer answer = second.report(report(machine(disk(shared, "stolen", 20), disk(own, "own", 30)),
                shared, own));
        assertThat(answer.inventoryWanted()).isFalse();
        MachineDetail claims = machineNamed("second");
        assertThat(claims.disks()).extracting(KnownDisk::id).containsExactly(own);
        assertThat(claims.problems()).extracting(ReportedProblem::code).containsExactly(ErrorCode.DISK_TAKEN);
        assertThat(claims.problems().getFirst().detail()).contains("second").contains("first")
                .contains(shared.toString());
        assertThat(machineNamed("first").disks())
                .containsExactly(new KnownDisk(shared, "data", 10, "/dev/data", false, standing(shared)));
        assertThat(machineNamed("first").problems()).isEmpty();
        second.report(report(machine(disk(shared, "stolen", 20), disk(own, "own", 30)), shared, own));
        assertThat(events()).as("told once").containsExactly("machine.added first null", "machine.added second null",
                "disk.taken second DISK_TAKEN");

        server.pass(Duration.ofMinutes(16));
        people.removeMachine(machineNamed("first").summary().id());
        second.report(report(machine(disk(shared, "stolen", 20), disk(own, "own", 30)), shared, own));
        assertThat(machineNamed("second").disks()).extracting(KnownDisk::id).containsExactly(own, shared);
        assertThat(machineNamed("second").problems()).isEmpty();
    }

    /** The kept events about machines, as type, name and code. */
    private List<String> events() throws SQLException {
        List<String> told = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + server.database());
                ResultSet rows = database.createStatement()
                        .executeQuery(
                                "select * from event where type like 'machine.%' or type like 'disk.%' order by id")) {
            while (rows.next()) {
                told.add(rows.getString("type") + " " + rows.getString("about") + " " + rows.getString("code"));
            }
        }
        return told;
    }

    @Test
    void aDiskThatGrowsOrVanishesOrComesBackIsNoted() throws Exception {
        UUID root = UUID.randomUUID();
        UUID data = UUID.randomUUID();
        ReportClient web = server.joined("agent", "web");
        web.report(report(machine(disk(root, "root", 10), disk(data, "data", 20)), root, data));
        web.report(report(machine(disk(root, "root", 15)), root));
        assertThat(machineNamed("web").disks()).containsExactly(
                new KnownDisk(data, "data", 20, "/dev/data", true, null),
                new KnownDisk(root, "root", 15, "/dev/root", false, standing(root)));
        assertThat(machineNamed("web").summary().disks()).isEqualTo(1);
        assertThat(machineNamed("web").summary().bytes()).isEqualTo(15);
        web.report(report(machine(disk(root, "root", 15), disk(data, "data", 20)), root));
        assertThat(machineNamed("web").disks()).extracting(KnownDisk::gone).containsExactly(false, false);
        assertThat(events()).containsExactly("machine.added web null", "disk.resized web DISK_RESIZED",
                "disk.gone web DISK_GONE", "disk.back web null");
    }

    @Test
    void whatIsReportedAgainAndAgainWritesNothing() throws Exception {
        UUID root = UUID.randomUUID();
        ReportClient web = server.joined("agent", "web");
        ReportClient target = server.joined("master-target", "keeper");
        MachineInventory machine = machine(disk(root, "root", 10));
        var ofTarget = new MasterTargetReport("1.0", Instant.now(), ADDRESS, null, LOAD, null, List.of());
        web.report(report(machine, root));
        target.report(ofTarget);
        try (Connection watching = DriverManager.getConnection("jdbc:sqlite:" + server.database())) {
            long before = version(watching);
            for (int i = 0; i < 50; i++) {
                web.report(report(i % 5 == 0 ? machine : null, root));
                target.report(ofTarget);
            }
            assertThat(version(watching)).isEqualTo(before);
            server.pass(Duration.ofMinutes(6));
            web.report(report(null, root));
            assertThat(version(watching)).as("now and then it is written down when it was seen").isGreaterThan(before);
        }
        Instant seen = machineNamed("web").summary().lastSeen();
        server.restart();
        assertThat(machineNamed("web").summary().lastSeen()).isCloseTo(seen, within(2, ChronoUnit.SECONDS));
    }

    /** Changes with every change that somebody else makes. */
    private static long version(Connection watching) throws SQLException {
        try (ResultSet row = watching.createStatement().executeQuery("pragma data_version")) {
            return row.getLong(1);
        }
    }

    @Test
    void afterAStartEachAgentIsAskedOnceWhatItsMachineIs() throws IOException {
        UUID root = UUID.randomUUID();
        ReportClient web = server.joined("agent", "web");
        web.report(report(machine(disk(root, "root", 10)), root));
        assertThat(web.report(report(null, root)).inventoryWanted()).isFalse();
        MachineDetail before = machineNamed("web");
        server.restart();
        assertThat(machineNamed("web").summary()).usingRecursiveComparison().ignoringFields("lastSeen", "contact")
                .isEqualTo(before.summary());
        assertThat(machineNamed("web").nics()).isEqualTo(before.nics());
        assertThat(web.report(report(null, root)).inventoryWanted()).isTrue();
        assertThat(web.report(report(machine(disk(root, "root", 10)), root)).inventoryWanted()).isFalse();
        assertThat(web.report(report(null, root)).inventoryWanted()).isFalse();
        assertThat(machineNamed("web").disks()).isEqualTo(before.disks());
    }

    @Test
    void nobodyIsSilentBeforeAQuarterOfAnHourWithoutAWordAndNobodyBecauseOfARestart() throws IOException {
        ReportClient web = server.joined("agent", "web");
        web.report(report(machine()));
        server.joined("process-server", "gateway")
                .report(new ProcessServerReport("1.0", Instant.now(), ADDRESS, null, LOAD, List.of()));
        assertThat(contacts()).containsOnly(Contact.HEARD);
        server.pass(Duration.ofSeconds(60));
        assertThat(contacts()).containsOnly(Contact.UNKNOWN);
        server.pass(Duration.ofMinutes(13));
        assertThat(contacts()).containsOnly(Contact.UNKNOWN);
        server.pass(Duration.ofMinutes(1));
        assertThat(contacts()).containsOnly(Contact.SILENT);
        web.report(report(null));
        assertThat(machineNamed("web").summary().contact()).isEqualTo(Contact.HEARD);
        server.pass(Duration.ofMinutes(14));
        server.restart();
        assertThat(contacts()).containsOnly(Contact.UNKNOWN);
        server.pass(Duration.ofMinutes(14));
        assertThat(contacts()).containsOnly(Contact.UNKNOWN);
        server.pass(Duration.ofMinutes(1));
        assertThat(contacts()).containsOnly(Contact.SILENT);
    }

    private List<Contact> contacts() throws TransferException {
        return List.of(machineNamed("web").summary().contact(), people.servers().servers().getFirst().contact());
    }

    @Test
    void serversAreListedWithWhereTheyAreAndHowTheyStand() throws IOException {
        Instant ahead = Instant.now().plusSeconds(3600);
        server.joined("process-server", "gateway")
                .report(new ProcessServerReport("1.1", ahead, ADDRESS, null, LOAD, List.of()));
        UUID disk = UUID.randomUUID();
        server.joined("master-target", "keeper").report(new MasterTargetReport("1.2", Instant.now(), ADDRESS, null,
                LOAD, "its clock jumped", List.of(new MasterTargetReport.Kept(disk, false, null, null, 0, 0, 0, 1,
                        null))));
        List<ServerSummary> servers = people.servers().servers();
        assertThat(servers).extracting(ServerSummary::kind).containsExactly("master-target", "process-server");
        assertThat(servers.getFirst().frozen()).isEqualTo("its clock jumped");
        assertThat(servers.getFirst().disks()).isEqualTo(1);
        assertThat(servers.getLast().load()).isEqualTo(LOAD);
        assertThat(servers.getLast().version()).isEqualTo("1.1");
        assertThat(servers.getLast().address()).isEqualTo(ADDRESS);
        assertThat(Duration.ofMillis(servers.getLast().skewMillis())).isBetween(Duration.ofMinutes(58),
                Duration.ofMinutes(60));
        assertThat(servers).extracting(server -> site(server.site())).containsExactly(SiteKind.SECONDARY,
                SiteKind.PRIMARY);
    }

    private SiteKind site(UUID id) {
        try {
            return people.sites().stream().filter(site -> site.id().equals(id)).findFirst().orElseThrow().kind();
        } catch (TransferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aServerThatMovedIsFoundAtItsNewAddress() throws IOException {
        ReportClient gateway = server.joined("process-server", "gateway");
        gateway.report(new ProcessServerReport("1.0", Instant.now(), ADDRESS, null, LOAD, List.of()));
        URI moved = URI.create("https://other:9443");
        gateway.report(new ProcessServerReport("1.0", Instant.now(), moved, null, LOAD, List.of()));
        server.restart();
        assertThat(people.servers().servers()).extracting(ServerSummary::address).containsExactly(moved);
    }

    @Test
    void aLongReportOfAServerIsTaken() throws IOException {
        List<MasterTargetReport.Kept> disks = IntStream.range(0, 5000)
                .mapToObj(number -> new MasterTargetReport.Kept(new UUID(1, number), true, Instant.EPOCH, Instant.EPOCH,
                        number, number, 1, 1, null))
                .toList();
        server.joined("master-target", "keeper").report(
                new MasterTargetReport("1.0", Instant.now(), ADDRESS, null, LOAD, null, disks));
        assertThat(people.servers().servers().getFirst().disks()).isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvSource({"version, 'version'", "time, 'time'", "digest, 'applied'", "group-address, 'groupAddress'",
            "host, 'inventory.hostName'", "control, 'inventory.operatingSystem'", "memory, 'inventory.memoryBytes'",
            "disk-id, 'inventory.disks'", "disk-twice, 'inventory.disks'", "disk-name, 'inventory.disks.name'",
            "disk-size, 'inventory.disks.size'", "nic-address, 'inventory.nics.addresses'", "state, 'disks.state'",
            "reported-twice, 'disks'"})
    void aFieldThatIsWrongIsNamedAndNothingIsChanged(String which, String named) throws IOException {
        UUID id = UUID.randomUUID();
        ReportClient web = server.joined("agent", "web");
        Instant now = Instant.now();
        DiskFacts good = disk(id, "root", 10);
        DiskReport stateless = new DiskReport(id, null, null, null, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null);
        AgentReport wrong = switch (which) {
            case "version" -> new AgentReport("x".repeat(64), now, null, null, machine(good), null, null);
            case "time" -> new AgentReport("1", null, null, null, machine(good), null, null);
            case "digest" -> new AgentReport("1", now, "x".repeat(65), null, machine(good), null, null);
            case "group-address" -> new AgentReport("1", now, null, URI.create("file:///etc/passwd"), machine(good),
                    null, null);
            case "host" -> report(new MachineInventory("x".repeat(256), "os", 1, 1, null, null));
            case "control" -> report(new MachineInventory("h", "os\u0000\n", 1, 1, null, null));
            case "memory" -> report(new MachineInventory("h", "os", -1, 1, null, null));
            case "disk-id" -> report(machine(disk(null, "root", 10)));
            case "disk-twice" -> report(machine(good, disk(id, "other", 10)));
            case "disk-name" -> report(machine(disk(id, " ", 10)));
            case "disk-size" -> report(machine(disk(id, "root", 0)));
            case "nic-address" -> report(new MachineInventory("h", "os", 1, 1, null,
                    List.of(new NicFacts("eth0", "", List.of("10.0.0.1 10.0.0.2")))));
            case "state" -> new AgentReport("1", now, null, null, machine(good), List.of(stateless), null);
            default -> report(machine(good), id, id);
        };
        assertThatThrownBy(() -> web.report(wrong)).isInstanceOf(Refused.class).hasMessageContaining("'" + named + "'");
        assertThat(people.machines(InventoryClient.Search.ALL, null, 10).items()).isEmpty();
    }
}
