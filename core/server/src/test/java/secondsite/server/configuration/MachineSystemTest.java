package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.ReportClient;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.BootCheck.About;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DeviceFacts.Content;
import secondsite.api.machine.DeviceFacts.Partition;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.SystemFacts.Firmware;
import secondsite.api.machine.SystemFacts.VolumeGroup;
import secondsite.api.replication.EnableRequest;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;

/** What agents say that their machines are made of, at a real configuration server. */
@Timeout(120)
class MachineSystemTest {

    private static final UUID SYSTEM = new UUID(1, 1);
    private static final UUID DATA = new UUID(1, 2);
    private static final URI ADDRESS = URI.create("https://localhost:9443");

    private LiveServer server;
    private ReportClient agent;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws IOException {
        server = new LiveServer(folder);
        agent = server.joined("agent", "web");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static SystemFacts system(long used) {
        var devices = List.of(
                new DeviceFacts("sda", "/dev/sda", "disk", List.of(), 20 << 20, null, "SUPER DISK", "S1", "gpt", null,
                        null,
                        SYSTEM),
                new DeviceFacts("sda1", "/dev/sda1", "part", List.of("sda"), 10 << 20, 1L << 20, null, null, null,
                        new Partition("0fc63daf-8483-4772-8e79-3d69d8477de4", "root", "aa"),
                        new Content("ext4", "system", "1234", List.of("/"), 9L << 20, used), null),
                new DeviceFacts("sdb", "/dev/sdb", "disk", List.of(), 10 << 20, null, null, null, null, null,
                        new Content("LVM2_member", null, null, List.of(), null, null), DATA),
                new DeviceFacts("dm-0", "/dev/mapper/vg0-data", "lvm", List.of("sdb"), 8 << 20, null, null, null, null,
                        null, new Content("xfs", null, null, List.of("/srv"), null, null), null));
        return new SystemFacts("debian", "13", "6.12.41", "amd64", Firmware.UEFI, devices,
                List.of(new VolumeGroup("vg0", 9 << 20, 1 << 20, List.of("sdb"))),
                List.of(BootCheck.good(About.BOOT_DISKS, "all: sda"),
                        new BootCheck(About.FILE_SYSTEMS, ErrorCode.FSTAB_BY_NAME, "/dev/sdb1 at /srv")));
    }

    private void report(SystemFacts system) throws IOException {
        var disks = List.of(new DiskFacts(SYSTEM, "system", 20 << 20, "/dev/sda"),
                new DiskFacts(DATA, "data", 10 << 20, "/dev/sdb"));
        agent.report(new AgentReport("1", Instant.now(), null, null,
                new MachineInventory("web", "Debian 13", 1 << 30, 2, disks, List.of(), system),
                disks.stream().map(disk -> new DiskReport(disk.id(), DiskReport.State.UNPROTECTED, null, Instant.EPOCH,
                        disk.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, List.of())).toList(),
                List.of()));
    }

    private UUID machine() throws IOException {
        return server.inventory().machines(InventoryClient.Search.ALL, null, 10).items().getFirst().id();
    }

    private SystemFacts known() throws IOException {
        return server.inventory().machine(machine()).system();
    }

    @Test
    void itIsToldAsTheAgentToldItAlsoAfterARestart() throws IOException {
        report(null);
        assertThat(known()).isNull();
        report(system(1 << 20));
        assertThat(known()).isEqualTo(system(1 << 20));
        server.restart();
        assertThat(known()).isEqualTo(system(1 << 20));
        report(system(2 << 20));
        assertThat(known()).isEqualTo(system(2 << 20));
        report(null);
        assertThat(known()).as("an agent that has not looked yet").isEqualTo(system(2 << 20));
    }

    @Test
    void ofAMachineThatIsForgottenNothingIsKept() throws IOException {
        report(system(1));
        server.pass(Duration.ofMinutes(2));
        server.inventory().removeMachine(machine());
        report(null);
        assertThat(known()).isNull();
    }

    @Test
    void nonsenseIsRefusedByTheNameOfTheFieldAndChangesNothing() throws IOException {
        report(system(1));
        DeviceFacts device = system(1).devices().getFirst();
        assertThatThrownBy(() -> report(with(Collections.nCopies(2, device)))).hasMessageContaining("'sda' twice");
        assertThatThrownBy(() -> report(with(List.of(new DeviceFacts("sda", "/dev/\u0007", "disk", List.of(), 1, null,
                null, null, null, null, null, null))))).hasMessageContaining("'inventory.system.devices.path'");
        assertThatThrownBy(() -> report(with(List.of(new DeviceFacts("sda", "/dev/sda", "disk", List.of(), -1, null,
                null, null, null, null, null, null))))).hasMessageContaining("'inventory.system.devices.size'");
        assertThatThrownBy(() -> report(with(List.of(new DeviceFacts(null, "/dev/sda", "disk", List.of(), 1, null,
                null, null, null, null, null, null))))).hasMessageContaining("'inventory.system.devices.name'");
        assertThat(known()).isEqualTo(system(1));
    }

    private static SystemFacts with(List<DeviceFacts> devices) {
        return new SystemFacts("debian", "13", "6.12", "amd64", Firmware.BIOS, devices, List.of(), List.of());
    }

    @Test
    void whoeverIsAboutToProtectItIsToldWhetherACopyWouldStart() throws IOException {
        report(system(1));
        server.joined("process-server", "gateway").report(
                new ProcessServerReport("1", Instant.now(), ADDRESS, null, new ServerLoad(0, 0, 0, 1, 1), List.of()));
        server.joined("master-target", "keeper").report(new MasterTargetReport("1", Instant.now(), ADDRESS, null,
                new ServerLoad(0, 0, 0, 1 << 30, 1 << 30), null, List.of()));
        var people = new ProtectionClient(server.asAdministrator());
        assertThat(people.preview(machine(), new EnableRequest(null, null, null, List.of())).boot())
                .isEqualTo(system(1).boot());
        assertThat(people.preview(machine(), new EnableRequest(null, null, null, List.of(DATA))).boot())
                .filteredOn(check -> check.about() == About.BOOT_DISKS).singleElement().satisfies(check -> {
                    assertThat(check.problem()).isEqualTo(ErrorCode.BOOT_DISK_LEFT_OUT);
                    assertThat(check.detail()).isEqualTo("not chosen: sda");
                });
    }

    @Test
    void aDiskThatAppearsAndThatNobodyCapturesIsTold() throws IOException {
        report(system(1));
        report(system(1));
        List<DeviceFacts> more = new ArrayList<>(system(1).devices());
        more.add(new DeviceFacts("sdc", "/dev/sdc", "disk", List.of(), 7 << 20, null, null, null, null, null, null,
                null));
        report(with(more));
        report(with(more));
        assertThat(new ActivityClient(server.asAdministrator())
                .events(new ActivityClient.Events(null, "device.appeared", null, null), null, 100).items())
                .singleElement().satisfies(event -> {
                    assertThat(event.code()).isEqualTo(ErrorCode.DISK_NOT_CAPTURED);
                    assertThat(event.detail()).contains("/dev/sdc", "7340032");
                });
    }
}
