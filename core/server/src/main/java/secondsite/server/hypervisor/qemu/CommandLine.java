package secondsite.server.hypervisor.qemu;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import secondsite.api.Json;
import secondsite.api.host.Boot;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;

/** The words that a machine's process is started with; there is no shell between. Paths without a folder are in the machine's own. */
final class CommandLine {

    private final QemuSettings settings;
    private final List<String> words = new ArrayList<>();

    private CommandLine(QemuSettings settings) {
        this.settings = settings;
    }

    /** @param program QEMU itself. @param accelerated by the host's virtualization. @param host where it is to run */
    static List<String> of(Path program, boolean accelerated, Kept kept, QemuSettings settings, Host host) {
        var line = new CommandLine(settings);
        line.add(program.toString());
        line.machine(kept.made(), accelerated);
        line.conversation();
        line.boot(kept.made().boot(), host);
        line.disks(kept.disks());
        List<NetworkCard> cards = kept.made().cards();
        for (int i = 0; i < cards.size(); i++) {
            line.card(i, cards.get(i));
        }
        return List.copyOf(line.words);
    }

    private void machine(MachineSpecification specification, boolean accelerated) {
        add("-nodefaults", "-no-user-config", "-display", "none", "-machine", "q35");
        add("-accel", accelerated ? "kvm" : "tcg", "-cpu", "max");
        add("-name", "guest=" + specification.name().replace(",", ",,"), "-uuid", specification.machine().toString());
        add("-m", specification.memoryMebibytes() + "M", "-smp", Integer.toString(specification.processors()));
        add("-rtc", "base=utc", "-device", "VGA");
    }

    private void conversation() {
        // The lock: QEMU holds it before it opens anything else, to its end.
        add("-pidfile", MachineProcess.PID_FILE);
        // It stands still until it is told to go on, and stays when the system has shut down: only so an orderly end is told from any other.
        add("-S", "-no-shutdown");
        add("-chardev", "socket,id=qmp,path=" + MachineProcess.SOCKET + ",server=on,wait=off", "-mon",
                "chardev=qmp,mode=control");
        add("-chardev", "file,id=console,path=" + Console.NAME + ",append=on", "-serial", "chardev:console");
    }

    private void boot(Boot boot, Host host) {
        switch (boot) {
            case Boot.DirectKernel direct -> add("-kernel", direct.kernel().toString(), "-initrd",
                    direct.initrd().toString(), "-append", direct.commandLine());
            case Boot.FromDisk(Boot.Firmware firmware) when firmware == Boot.Firmware.UEFI -> add("-drive",
                    "if=pflash,format=raw,unit=0,readonly=on,file=" + Firmware.code(host), "-drive",
                    "if=pflash,format=raw,unit=1,file=" + Firmware.VARIABLES);
            case Boot.FromDisk _ -> {
            }
        }
    }

    private void disks(List<Kept.Disk> disks) {
        for (int i = 0; i < disks.size(); i++) {
            Kept.Disk disk = disks.get(i);
            String node = BlockNode.name(i, disk.generation());
            Map<String, Object> words = disk.disk().source() instanceof DiskSource.Overlay(DiskSource below)
                    ? BlockNode.over(below, OwnImages.name(i), node, settings.reconnect())
                    : BlockNode.of(disk.disk().source(), node, settings.reconnect());
            add("-blockdev", new String(Json.write(words), StandardCharsets.UTF_8));
            // A disk that does not answer pauses the machine, which can go on later; the system never sees an error.
            add("-device", "virtio-blk-pci,id=disk" + i + ",drive=" + node + ",bootindex=" + (i + 1)
                    + ",werror=stop,rerror=stop");
        }
    }

    private void card(int index, NetworkCard card) {
        String id = "net" + index;
        add("-netdev", switch (card.network()) {
            case CardNetwork.Isolated isolated -> "user,id=" + id + ",restrict=on"
                    + UserNetwork.words(card, isolated.forwards());
            case CardNetwork.Translated translated -> "user,id=" + id
                    + UserNetwork.words(card, translated.forwards());
            case CardNetwork.Shared shared -> "socket,id=" + id + SharedNetwork.words(shared.name());
            case CardNetwork.Bridge bridge -> "bridge,id=" + id + ",br=" + bridge.name();
        });
        add("-device", "virtio-net-pci,netdev=" + id + ",mac=" + card.mac());
        if (card.address() != null) {
            add("-fw_cfg", "name=opt/secondsite/cards/" + index + ",string=" + card.mac() + " " + card.address()
                    + (card.gateway() == null ? "" : " " + card.gateway()));
        }
    }

    private void add(String... more) {
        words.addAll(List.of(more));
    }
}
