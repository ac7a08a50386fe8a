package secondsite.agent.inventory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.io.IOException;
import java.nio.file.Path;
import secondsite.agent.inventory.boot.Bootability;
import secondsite.agent.os.LinuxDevice;
import secondsite.agent.os.MachineFacts;
import secondsite.agent.os.Programs;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.SystemFacts.Firmware;

/** Looks what a machine is made of; that takes a moment. */
public final class SystemLook {

    private final MachineFacts machine;
    private final Supplier<List<DiskFacts>> disks;
    private final Devices devices;
    private final Bootability bootability;

    /**
     * @param root  where the machine's file systems are mounted: {@code /}
     * @param disks those that the agent has now
     */
    public SystemLook(Path root, Supplier<List<DiskFacts>> disks, Programs programs) {
        this.machine = new MachineFacts(root);
        this.disks = disks;
        this.devices = new Devices(programs);
        this.bootability = new Bootability(root, machine, programs);
    }

    SystemFacts look() throws InterruptedException {
        List<DeviceFacts> found = devices.all(numbers());
        return new SystemFacts(machine.distribution(), machine.version(), machine.kernel(),
                System.getProperty("os.arch"), machine.isUefi() ? Firmware.UEFI : Firmware.BIOS, found,
                devices.groups(found), bootability.checks(found));
    }

    private Map<String, UUID> numbers() {
        Map<String, UUID> numbers = new HashMap<>();
        for (DiskFacts disk : disks.get()) {
            try {
                numbers.put(LinuxDevice.number(Path.of(disk.file())), disk.id());
            } catch (IOException | RuntimeException _) {
                // a file, or a device that is not there
            }
        }
        return numbers;
    }
}
