package secondsite.server.configuration.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.api.host.Boot;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.SystemFacts.Firmware;
import secondsite.api.recovery.RecoverySettings;

class BootChoiceTest {

    private static final UUID SYSTEM = new UUID(1, 1);
    private static final UUID DATA = new UUID(1, 2);
    private static final Boot BIOS = new Boot.FromDisk(Boot.Firmware.BIOS);
    private static final Boot UEFI = new Boot.FromDisk(Boot.Firmware.UEFI);

    private final List<DeviceFacts> devices = new ArrayList<>();

    private void disk(String name, UUID ours, String mounted) {
        devices.add(
                new DeviceFacts(name, "/dev/" + name, "disk", List.of(), 1, null, null, null, null, null, null, ours));
        devices.add(new DeviceFacts(name + "1", "/dev/" + name + "1", "part", List.of(name), 1, null, null, null, null,
                null, new DeviceFacts.Content("ext4", null, null, List.of(mounted), null, null), null));
    }

    private BootChoice choice(RecoverySettings settings, Firmware firmware) {
        return new BootChoice(settings, Optional.of(
                new SystemFacts(null, null, null, null, firmware, devices, List.of(), List.of())));
    }

    @Test
    void aCopyStartsAsTheMachineDoes() {
        disk("sda", DATA, "/srv");
        disk("sdb", SYSTEM, "/");
        assertThat(choice(RecoverySettings.DEFAULTS, Firmware.UEFI).boot()).isEqualTo(UEFI);
        assertThat(choice(RecoverySettings.DEFAULTS, Firmware.BIOS).boot()).isEqualTo(BIOS);
        assertThat(choice(RecoverySettings.DEFAULTS, null).boot()).isEqualTo(BIOS);
        assertThat(choice(RecoverySettings.DEFAULTS, Firmware.UEFI).disk()).contains(SYSTEM);
    }

    @Test
    void theDiskOfTheBootLoaderComesFirst() {
        disk("sda", SYSTEM, "/");
        disk("sdb", DATA, "/boot/efi");
        assertThat(choice(RecoverySettings.DEFAULTS, Firmware.UEFI).disk()).contains(DATA);
    }

    @Test
    void whatAPersonHasSaidHolds() {
        disk("sda", SYSTEM, "/");
        BootChoice choice = choice(new RecoverySettings(null, null, BIOS, DATA, null, null, null), Firmware.UEFI);
        assertThat(choice.boot()).isEqualTo(BIOS);
        assertThat(choice.disk()).contains(DATA);
    }

    @Test
    void anAgentBesideTheMachineSeesAnother() {
        disk("sda", null, "/");
        disk("sdb", DATA, "/images");
        assertThat(choice(RecoverySettings.DEFAULTS, Firmware.UEFI).boot()).isEqualTo(BIOS);
        assertThat(choice(RecoverySettings.DEFAULTS, Firmware.UEFI).disk()).isEmpty();
        assertThat(new BootChoice(RecoverySettings.DEFAULTS, Optional.empty()).boot()).isEqualTo(BIOS);
    }
}
