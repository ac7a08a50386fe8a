package secondsite.agent.inventory.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.DeviceFacts;

/** Looks for what the firmware of a copy starts: it remembers nothing of the machine, so it finds only what lies where it always looks. */
final class BootLoader {

    private static final int SECTOR = 512;
    private static final int CODE = 440;
    private static final int SIGNATURE = 510;
    private static final List<String> EFI_PLACES = List.of("boot/efi", "efi", "boot");
    private static final Set<String> EFI_PARTITIONS = Set.of("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "0xef");
    private static final Set<String> ALWAYS = Set.of("bootx64.efi", "bootaa64.efi", "bootia32.efi");

    private final Path root;

    BootLoader(Path root) {
        this.root = root;
    }

    /** @param disks on which the root file system lies */
    BootCheck bios(List<DeviceFacts> disks) {
        for (DeviceFacts disk : disks) {
            try {
                if (hasCode(root.resolve(disk.path().substring(1)))) {
                    return BootCheck.good(BootCheck.About.BOOT_LOADER,
                            "the disk of the root file system, " + disk.name() + ", begins with a boot loader");
                }
            } catch (IOException e) {
                return new BootCheck(BootCheck.About.BOOT_LOADER, ErrorCode.BOOT_UNSEEN,
                        "the beginning of " + disk.path() + " cannot be read: " + e.getMessage());
            }
        }
        return new BootCheck(BootCheck.About.BOOT_LOADER, ErrorCode.BOOT_LOADER_MISSING, "no boot loader begins "
                + String.join(", ", disks.stream().map(DeviceFacts::name).toList())
                + ", where the root file system lies");
    }

    private static boolean hasCode(Path device) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(device)) {
            first = in.readNBytes(SECTOR);
        }
        boolean code = false;
        for (int i = 0; i < Math.min(CODE, first.length); i++) {
            code |= first[i] != 0;
        }
        return code && first.length == SECTOR && first[SIGNATURE] == 0x55 && first[SIGNATURE + 1] == (byte) 0xaa;
    }

    /** Where other firmware looks that has no entries. */
    BootCheck uefi(List<DeviceFacts> devices) {
        Optional<DeviceFacts> partition = devices.stream().filter(BootLoader::isEfi).findFirst();
        if (partition.isEmpty()) {
            return new BootCheck(BootCheck.About.BOOT_LOADER, ErrorCode.BOOT_LOADER_MISSING,
                    "the machine has no EFI system partition that is seen here");
        }
        Optional<Path> found = EFI_PLACES.stream().map(root::resolve).flatMap(BootLoader::always).findFirst();
        return found.map(file -> BootCheck.good(BootCheck.About.BOOT_LOADER, "/" + root.relativize(file) + " is there"))
                .orElseGet(() -> new BootCheck(BootCheck.About.BOOT_LOADER, ErrorCode.EFI_FALLBACK_MISSING,
                        "the EFI system partition " + partition.get().name()
                                + " has no EFI/BOOT/BOOTX64.EFI, or is not mounted"));
    }

    static boolean isEfi(DeviceFacts device) {
        return device.partition() != null && device.partition().type() != null
                && EFI_PARTITIONS.contains(device.partition().type().toLowerCase(Locale.ROOT));
    }

    private static Stream<Path> always(Path mounted) {
        return child(mounted, "efi").flatMap(efi -> child(efi, "boot")).stream()
                .flatMap(boot -> ALWAYS.stream().flatMap(name -> child(boot, name).stream()));
    }

    /** Upper and lower case are the same there. */
    private static Optional<Path> child(Path folder, String name) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().equalsIgnoreCase(name)).findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
