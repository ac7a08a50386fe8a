package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.replication.EnablePreview;
import secondsite.api.replication.EnablePreview.Check;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;

/** What a person is told before a machine is protected, by a real configuration server to which programs report. */
@Timeout(120)
class EnablePreviewTest {

    private static final URI ADDRESS = URI.create("https://localhost:9443");
    private static final UUID DISK = UUID.randomUUID();
    private static final EnableRequest ANY = new EnableRequest(null, null, null, List.of());

    private LiveServer server;
    private ProtectionClient people;
    private UUID machine;

    @TempDir
    Path folder;

    @BeforeEach
    void reports() throws IOException {
        server = new LiveServer(folder);
        people = new ProtectionClient(server.asAdministrator());
        server.joined("process-server", "gateway").report(
                new ProcessServerReport("1", Instant.now(), ADDRESS, null, new ServerLoad(0, 0, 0, 1, 1), List.of()));
        var disk = new DiskReport(DISK, DiskReport.State.UNPROTECTED, null, Instant.EPOCH, 10 << 20, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, null, null, List.of());
        server.joined("agent", "web").report(new AgentReport("1", Instant.now(), null, null,
                new MachineInventory("web", "Linux", 1 << 30, 1,
                        List.of(new MachineInventory.DiskFacts(DISK, "root", 10 << 20, "/dev/root")), List.of()),
                List.of(disk), List.of()));
        machine = server.inventory().machines(InventoryClient.Search.ALL, null, 10).items().getFirst().id();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void keeper(long free) throws IOException {
        server.joined("master-target", "keeper").report(new MasterTargetReport("1", Instant.now(), ADDRESS, null,
                new ServerLoad(0, 0, 0, free, 1 << 30), null, List.of()));
    }

    @Test
    void allThatWouldBeChosenIsToldAndNothingBegins() throws IOException {
        keeper(12 << 20);
        EnablePreview preview = people.preview(machine, ANY);
        assertThat(preview.processServer()).isEqualTo("gateway");
        assertThat(preview.masterTarget()).isEqualTo("keeper");
        assertThat(preview.disks()).containsExactly(DISK);
        assertThat(preview.bytes()).isEqualTo(10 << 20);
        assertThat(preview.policy()).isEqualTo(server.policies().policies().standard());
        assertThat(preview.refusal()).isNull();
        assertThat(preview.checks()).extracting(Check::about).containsExactly(EnablePreview.About.values());
        assertThat(preview.checks()).allMatch(Check::holds);
        assertThat(people.protection(machine).state()).isEqualTo(ProtectionState.UNPROTECTED);
    }

    @Test
    void whatDoesNotHoldIsToldBesideWhatDoes() throws IOException {
        keeper(11 << 20);
        List<Check> checks = people.preview(machine, ANY).checks();
        assertThat(checks).filteredOn(check -> !check.holds()).singleElement().satisfies(check -> {
            assertThat(check.about()).isEqualTo(EnablePreview.About.ROOM);
            assertThat(check.problem()).isEqualTo(ErrorCode.MASTER_TARGET_FULL);
            assertThat(check.detail()).contains("12582912");
        });
    }
}
