package secondsite.server.configuration.recovery;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import secondsite.api.host.Boot;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.api.recovery.RecoverySettings;

/**
 * How a copy of a machine starts: as a person has said, or else as the machine itself, where its agent runs on it; where the agent stands beside
 * it, what it sees is another machine.
 */
final class BootChoice {

    /** Where a boot loader, or what it starts, is mounted; the first of them that there is. */
    private static final List<Set<String>> PLACES = List.of(Set.of("/boot/efi", "/efi"), Set.of("/boot"), Set.of("/"));

    private final RecoverySettings settings;
    private final Optional<SystemFacts> machine;

    BootChoice(RecoverySettings settings, Optional<SystemFacts> machine) {
        this.settings = settings;
        this.machine = machine.filter(BootChoice::isTheMachine);
    }

    private static boolean isTheMachine(SystemFacts system) {
        return SystemFacts.neededToStart(system.devices()).stream().map(DeviceFacts::disk).anyMatch(Objects::nonNull);
    }

    Boot boot() {
        return Optional.ofNullable(settings.boot()).orElseGet(() -> new Boot.FromDisk(firmware()));
    }

    private Boot.Firmware firmware() {
        return machine.map(SystemFacts::firmware).filter(known -> known == SystemFacts.Firmware.UEFI).isPresent()
                ? Boot.Firmware.UEFI
                : Boot.Firmware.BIOS;
    }

    /** That comes first; empty when nobody has said that, and nothing tells. */
    Optional<UUID> disk() {
        return Optional.ofNullable(settings.bootDisk()).or(() -> PLACES.stream().flatMap(this::at).findFirst());
    }

    private Stream<UUID> at(Set<String> places) {
        return machine.stream().flatMap(system -> SystemFacts.under(system.devices(), places).stream())
                .map(DeviceFacts::disk).filter(Objects::nonNull);
    }
}
