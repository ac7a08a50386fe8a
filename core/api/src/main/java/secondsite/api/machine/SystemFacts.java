package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a machine is made of and how it starts, as its agent sees it. What is null is not known.
 *
 * @param distribution of its operating system, like {@code debian}
 * @param version      of that, like {@code 13}
 * @param kernel       that runs, like {@code 6.12.41+deb13-amd64}
 * @param architecture like {@code amd64}
 * @param firmware     that started it
 * @param devices      what it keeps bytes on; disks come before what lies on them
 * @param groups       volume groups of LVM
 * @param boot         whether a copy of its disks would start elsewhere, as far as its agent can see beforehand; empty when the agent captures
 *                     none of the machine's own devices
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SystemFacts(String distribution, String version, String kernel, String architecture, Firmware firmware,
        List<DeviceFacts> devices, List<VolumeGroup> groups, List<BootCheck> boot) {

    /** Where what is mounted has to be there. */
    private static final Set<String> NEEDED = Set.of("/", "/boot", "/boot/efi", "/efi", "/usr", "/var");

    /** What finds the boot loader. */
    public enum Firmware {
        BIOS, UEFI
    }

    /**
     * A volume group of LVM.
     *
     * @param size    in bytes
     * @param free    bytes that no volume has
     * @param devices names of those that it lies on
     */
    public record VolumeGroup(String name, long size, long free, List<String> devices) {

        public VolumeGroup {
            devices = devices == null ? List.of() : List.copyOf(devices);
        }
    }

    public SystemFacts {
        devices = devices == null ? List.of() : List.copyOf(devices);
        groups = groups == null ? List.of() : List.copyOf(groups);
        boot = boot == null ? List.of() : List.copyOf(boot);
    }

    /** The disks on which lies what is mounted at one of these, on whatever is between. */
    public static List<DeviceFacts> under(List<DeviceFacts> devices, Set<String> mountPoints) {
        Set<String> names = devices.stream()
                .filter(device -> device.mountPoints().stream().anyMatch(mountPoints::contains))
                .map(DeviceFacts::name).collect(Collectors.toCollection(HashSet::new));
        while (names.addAll(devices.stream().filter(device -> names.contains(device.name()))
                .flatMap(device -> device.on().stream()).toList())) {
            // until nothing lies below that is not in it
        }
        return devices.stream().filter(device -> device.on().isEmpty() && names.contains(device.name())).toList();
    }

    /** The disks without which its system does not come up. */
    public static List<DeviceFacts> neededToStart(List<DeviceFacts> devices) {
        return under(devices, NEEDED);
    }
}
