package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.api.host.Boot;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.HypervisorException.Reason;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.NetworkCard;

/** What goes wrong is told so that a person can mend it, and leaves a machine that can be started then. */
class QemuErrorsTest extends QemuPlace {

    private static final String MAC = "52:54:00:00:00:03";
    private static final int DISK_BYTES = 1 << 20;

    private Qemu on(Host host) throws IOException {
        hypervisor.close();
        Qemu other = Qemu.open(DirectoryFolder.at(machines()), host, ShortFolder.SETTINGS);
        hypervisor = other;
        return other;
    }

    @Test
    void qemuIsNotInstalled() throws Exception {
        Path nothing = Files.createDirectory(place.resolve("bin"));
        Host here = Host.here();
        Qemu qemu = on(new Host(nothing.toString(), here.memory(), here.kvm(), here.networks(), here.firmware()));
        qemu.make(bare(id, List.of()));
        assertRefused(Reason.NOT_INSTALLED, "apt-get install qemu-system-x86", () -> qemu.start(id));
        assertState(MachineState.MADE);
    }

    @Test
    void theFirmwareIsNotInstalled() throws Exception {
        Host here = Host.here();
        Qemu qemu = on(new Host(here.searchPath(), here.memory(), here.kvm(), here.networks(), place.resolve("none")));
        qemu.make(new MachineSpecification(id, "uefi", 32, 1, new Boot.FromDisk(Boot.Firmware.UEFI), List.of(),
                List.of()));
        assertRefused(Reason.NOT_INSTALLED, "apt-get install ovmf", () -> qemu.start(id));
        assertState(MachineState.MADE);
    }

    @Test
    void theHostHasTooLittleMemory() throws Exception {
        Path memory = Files.writeString(place.resolve("meminfo"), "MemTotal: 99999999 kB\nMemAvailable:   31744 kB\n");
        Host here = Host.here();
        Qemu qemu = on(new Host(here.searchPath(), memory, here.kvm(), here.networks(), here.firmware()));
        qemu.make(bare(id, List.of()));
        assertRefused(Reason.NO_MEMORY, "wants 32 MiB of memory, and this host has 31 MiB left", () -> qemu.start(id));
        assertState(MachineState.MADE);
    }

    @Test
    void anExportOrAnImageIsNotThere() throws Exception {
        Path socket = place.resolve("export");
        hypervisor.make(bare(id, List.of(new MachineDisk("root", new DiskSource.NbdSocket(socket, "rot")))));
        assertRefused(Reason.NO_DISK, "Failed to connect to '" + socket, () -> hypervisor.start(id));
        var exports = new Exports();
        exports.add("root", new MemoryDisk(DISK_BYTES));
        try (var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE)) {
            server.listen(UnixDomainSocketAddress.of(socket));
            assertRefused(Reason.NO_DISK, "\"export\":\"rot\"", () -> hypervisor.start(id));
            assertState(MachineState.FAILED);
            exports.add("rot", new MemoryDisk(DISK_BYTES));
            hypervisor.start(id);
            assertState(MachineState.RUNNING);
            hypervisor.forceOff(id);
        }
        UUID other = UUID.randomUUID();
        hypervisor.make(bare(other, List.of(new MachineDisk("root",
                new DiskSource.Image(place.resolve("none.raw"), DiskSource.Format.RAW)))));
        assertRefused(Reason.NO_DISK, "none.raw", () -> hypervisor.start(other));
    }

    @Test
    void twoMachinesCannotHaveOneImage() throws Exception {
        MachineDisk disk = emptyDisk("root", DISK_BYTES);
        hypervisor.make(bare(id, List.of(disk)));
        hypervisor.start(id);
        UUID other = UUID.randomUUID();
        hypervisor.make(bare(other, List.of(disk)));
        assertRefused(Reason.NO_DISK, "lock", () -> hypervisor.start(other));
        assertState(MachineState.RUNNING);
    }

    @Test
    void aPortOrABridgeCannotBeHad() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            hypervisor.make(bare(id, List.of(), new NetworkCard(MAC,
                    new CardNetwork.Isolated(List.of(new CardNetwork.Forward(taken.getLocalPort(), 80))))));
            assertRefused(Reason.NO_NETWORK, Integer.toString(taken.getLocalPort()), () -> hypervisor.start(id));
        }
        hypervisor.start(id);
        assertState(MachineState.RUNNING);
        UUID other = UUID.randomUUID();
        hypervisor.make(bare(other, List.of(), new NetworkCard(MAC, new CardNetwork.Bridge("nowhere"))));
        assertRefused(Reason.NO_NETWORK, "no bridge 'nowhere'", () -> hypervisor.start(other));
    }

    @Test
    void aDiskCannotMoveWhereItDoesNotFit() throws Exception {
        MachineSpecification specification = bare(id, List.of(emptyDisk("root", DISK_BYTES)));
        hypervisor.make(specification);
        hypervisor.start(id);
        Path socket = place.resolve("export");
        var exports = new Exports();
        exports.add("small", new MemoryDisk(DISK_BYTES / 2));
        try (var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE)) {
            server.listen(UnixDomainSocketAddress.of(socket));
            assertRefused(Reason.NO_DISK, "524288 bytes are there, and the disk has 1048576",
                    () -> hypervisor.beginMove(id,
                            new DiskMove("root", new DiskSource.NbdSocket(socket, "small"), 0)));
        }
        Path there = Files.createFile(place.resolve("there.raw"));
        assertRefused(Reason.BAD_SPECIFICATION, "exists already", () -> hypervisor.beginMove(id,
                new DiskMove("root", new DiskSource.Image(there, DiskSource.Format.RAW), 0)));
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
        assertState(MachineState.RUNNING);
    }

    @Test
    void aFolderIsOnePrograms() throws Exception {
        assertThatThrownBy(this::open).hasMessageContaining("is locked");
    }

    @Test
    void aFolderThatIsTooDeepForSocketsIsRefusedAtOnce() {
        Path deep = place.resolve("d".repeat(80));
        assertThatThrownBy(() -> Qemu.open(DirectoryFolder.at(deep), ShortFolder.SETTINGS))
                .hasMessageContaining("bytes too long").hasMessageContaining("shorter path");
    }

    @Test
    void whatCannotBeMeantIsRefusedByItsField() {
        var boot = new Boot.FromDisk(Boot.Firmware.BIOS);
        assertThatThrownBy(() -> new MachineSpecification(id, "a\nb", 32, 1, boot, List.of(), List.of()))
                .hasMessageContaining("name: has control characters");
        assertThatThrownBy(() -> new MachineSpecification(id, "", 32, 1, boot, List.of(), List.of()))
                .hasMessageContaining("length of name");
        assertThatThrownBy(() -> new MachineSpecification(id, "a", 1, 1, boot, List.of(), List.of()))
                .hasMessageContaining("memoryMebibytes: 1 is not from");
        assertThatThrownBy(() -> new DiskSource.NbdSocket(place.resolve("s".repeat(100)), "e"))
                .hasMessageContaining("a socket's path has at most 107");
        assertThatThrownBy(() -> new DiskSource.Image(Path.of("relative.raw"), DiskSource.Format.RAW))
                .hasMessageContaining("is not absolute");
        assertThatThrownBy(() -> new NetworkCard("01:00:5e:00:00:01", new CardNetwork.Isolated(List.of())))
                .hasMessageContaining("address of a group");
        assertThatThrownBy(() -> new CardNetwork.Bridge("br0,helper=/x"))
                .hasMessageContaining("has characters other than");
        assertThatThrownBy(() -> new MachineDisk("../a", new DiskSource.NbdAddress("host", 1, "e")))
                .hasMessageContaining("has characters other than");
    }
}
