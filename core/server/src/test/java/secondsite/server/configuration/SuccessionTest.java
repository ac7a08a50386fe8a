package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import secondsite.api.client.InventoryClient.Search;
import secondsite.api.client.ReportClient;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineSummary;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.Succession;
import secondsite.server.web.ProblemException;

/** A machine has gone to another place, where another agent has it; the one that had it comes back with old disks. */
@Timeout(120)
class SuccessionTest {

    private static final UUID DISK = UUID.randomUUID();
    private static final int EPOCH = 4;

    private LiveServer server;
    private ReportClient here;
    private ReportClient there;
    private UUID web;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new LiveServer(folder);
        server.joined("process-server", "gateway").report(new ProcessServerReport("1", Instant.now(),
                URI.create("https://gateway:9443"), null, new ServerLoad(0, 0, 0, 1 << 30, 1 << 30), List.of()));
        here = server.joined("agent", "web");
        there = server.joined("agent", "web-there");
        report(here, "web.example", List.of(disk("/dev/vda")));
        report(there, "kvm.example", List.of());
        web = server.part(Inventory.class).machineOfAgent("web").orElseThrow().id();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static DiskFacts disk(String file) {
        return new DiskFacts(DISK, "root", 1 << 20, file);
    }

    private static AgentAnswer report(ReportClient agent, String host, List<DiskFacts> disks) throws IOException {
        return agent.report(new AgentReport("1", Instant.now(), null, null, new MachineInventory(host, "Linux", 1 << 30,
                2, disks,
                List.of(new NicFacts("eth0", "52:54:00:12:34:56",
                        List.of(host.startsWith("web") ? "10.0.0.1" : "10.0.0.9")))),
                List.of(),
                List.of()));
    }

    private void handOver(String agent, int epoch) {
        server.part(Succession.class).handOver(web, agent, epoch, "admin");
    }

    private MachineDetail told() throws IOException {
        return server.inventory().machine(web);
    }

    private void assertFencedOff(AgentAnswer answer) {
        assertThat(answer.inventoryWanted()).isFalse();
        assertThat(answer.assignment().disks()).singleElement().satisfies(disk -> {
            assertThat(disk.disk()).isEqualTo(DISK);
            assertThat(disk.fence()).isEqualTo(EPOCH);
            assertThat(disk.replicate()).isFalse();
        });
    }

    @Test
    void theMachineStaysItselfAndItsFormerAgentIsFencedOffForGood() throws IOException {
        handOver("web-there", EPOCH);

        assertFencedOff(report(here, "web.example", List.of(disk("/dev/vda"))));
        server.restart();
        assertFencedOff(report(here, "another.example", List.of(disk("/dev/vdb"))));
        report(there, "kvm.example", List.of(disk("/srv/images/root.raw")));

        assertThat(server.inventory().machines(new Search(null, null, null), null, 500).items())
                .extracting(MachineSummary::id).as("no other machine is made").containsExactly(web);
        assertThat(told().summary().agent()).isEqualTo("web-there");
        assertThat(told().summary().hostName()).isEqualTo("web.example");
        assertThat(told().nics()).extracting(NicFacts::addresses).containsExactly(List.of("10.0.0.1"));
        assertThat(told().disks()).singleElement().satisfies(disk -> {
            assertThat(disk.file()).isEqualTo("/srv/images/root.raw");
            assertThat(disk.gone()).isFalse();
        });
    }

    @Test
    void itComesBackAndNowTheOtherAgentIsFencedOff() throws IOException {
        handOver("web-there", EPOCH - 1);
        report(there, "kvm.example", List.of(disk("/srv/images/root.raw")));
        report(here, "web.example", List.of(disk("/dev/vda")));

        handOver("web", EPOCH);
        handOver("web", EPOCH);

        assertFencedOff(report(there, "kvm.example", List.of(disk("/srv/images/root.raw"))));
        assertThat(report(here, "web.example", List.of(disk("/dev/vda"))).assignment().disks()).isEmpty();
        assertThat(told().summary().agent()).isEqualTo("web");
        assertThat(told().disks()).singleElement().satisfies(disk -> assertThat(disk.file()).isEqualTo("/dev/vda"));
    }

    @Test
    void anAgentWithDisksOfItsOwnTakesOverNothing() throws IOException {
        report(server.joined("agent", "mail"), "mail.example",
                List.of(new DiskFacts(UUID.randomUUID(), "root", 1 << 20, "/dev/vda")));

        assertThatThrownBy(() -> handOver("mail", EPOCH)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("mail").hasMessageContaining("disks of its own");
        assertThatThrownBy(() -> handOver("nobody", EPOCH)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("does not report");
        assertThat(told().summary().agent()).isEqualTo("web");
    }
}
