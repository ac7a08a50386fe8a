package secondsite.agent.inventory.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import secondsite.agent.os.MachineFacts;
import secondsite.agent.os.Programs;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.SystemFacts;

/** Says of a machine whether a copy of its disks would start. */
public final class Bootability {

    private final MachineFacts machine;
    private final BootEntries entries;
    private final Drivers drivers;
    private final Names names;
    private final BootLoader loader;
    private final NetworkNames network;

    /** @param root where the machine's file systems are mounted: {@code /} */
    public Bootability(Path root, MachineFacts machine, Programs programs) {
        this.machine = machine;
        this.entries = new BootEntries(root);
        this.drivers = new Drivers(root, programs);
        this.names = new Names(root);
        this.loader = new BootLoader(root);
        this.network = new NetworkNames(root);
    }

    /** @param devices of the machine. @return nothing when the agent captures none of them: then it stands beside its machine */
    public List<BootCheck> checks(List<DeviceFacts> devices) throws InterruptedException {
        if (devices.stream().allMatch(device -> device.disk() == null)) {
            return List.of();
        }
        var checks = new ArrayList<BootCheck>();
        checks.addAll(ofEntry());
        checks.add(names.fileSystems());
        List<DeviceFacts> root = SystemFacts.under(devices, Set.of("/"));
        if (machine.isUefi()) {
            checks.add(loader.uefi(devices));
        } else if (!root.isEmpty()) {
            checks.add(loader.bios(root));
        }
        checks.add(disks(devices, root));
        return List.copyOf(checks);
    }

    private List<BootCheck> ofEntry() throws InterruptedException {
        try {
            Optional<BootEntry> entry = entries.first(machine.kernel());
            if (entry.isPresent()) {
                return List.of(drivers.check(entry.get()), Names.root(entry.get()), network.check(entry.get()));
            }
            return List.of(new BootCheck(BootCheck.About.DRIVERS, ErrorCode.BOOT_UNSEEN,
                    "no boot loader's settings name a kernel that is here, nor is the one that runs in /boot"));
        } catch (IOException e) {
            return List.of(new BootCheck(BootCheck.About.DRIVERS, ErrorCode.BOOT_UNSEEN, e.getMessage()));
        }
    }

    /** A disk of which only a part is captured has no boot loader in its copy. */
    private static BootCheck disks(List<DeviceFacts> devices, List<DeviceFacts> root) {
        if (root.isEmpty()) {
            return new BootCheck(BootCheck.About.BOOT_DISKS, ErrorCode.BOOT_UNSEEN,
                    "the root file system lies on no block device that is seen here");
        }
        List<DeviceFacts> needed = SystemFacts.neededToStart(devices);
        List<String> leftOut = needed.stream().filter(disk -> disk.disk() == null).map(DeviceFacts::name).toList();
        return leftOut.isEmpty()
                ? BootCheck.good(BootCheck.About.BOOT_DISKS, "all disks that it needs to start are captured: "
                        + needed.stream().map(DeviceFacts::name).collect(Collectors.joining(", ")))
                : new BootCheck(BootCheck.About.BOOT_DISKS, ErrorCode.BOOT_DISK_LEFT_OUT,
                        "the agent captures not the whole of " + String.join(", ", leftOut));
    }
}
