package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.Probe;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.RecoverySettings;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.KnownSystems;
import secondsite.server.configuration.protection.Situations;

/** What a copy of a machine is to be made of: as the machine itself, and as its recovery settings and the mapping of networks say. */
@Singleton
final class Specifications {

    private final Situations situations;
    private final RecoveryChoices choices;
    private final Cards cards;
    private final KnownSystems systems;

    @Inject
    Specifications(Situations situations, RecoveryChoices choices, Cards cards, KnownSystems systems) {
        this.situations = situations;
        this.choices = choices;
        this.cards = cards;
        this.systems = systems;
    }

    /** @param disks of the copy, in any order. @throws IllegalArgumentException when it cannot be made, naming the field */
    MachineSpecification of(Undertaking now, List<Undertaking.Disk> disks) {
        KnownMachine machine = situations.machine(now.machine());
        RecoverySettings settings = choices.of(now.machine());
        var facts = machine.machine().facts();
        var start = new BootChoice(settings, systems.of(now.machine()));
        int memory = Optional.ofNullable(settings.memoryMebibytes())
                .orElseGet(() -> (int) Math.min(facts.memoryBytes() >> 20, Integer.MAX_VALUE));
        return new MachineSpecification(now.copy().hosted(), name(now), memory,
                Optional.ofNullable(settings.processors()).orElse(facts.processors()),
                start.boot(), disks(machine, start, disks), cards(now).stream().map(Cards.Placed::card).toList());
    }

    private static String name(Undertaking now) {
        String of = now.request().kind() == FailoverKind.TEST ? " (test)" : "";
        String plain = now.name().codePoints().filter(letter -> !Character.isISOControl(letter))
                .limit(MachineSpecification.LONGEST_NAME / 2 - of.length())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return plain.isEmpty() ? now.copy().hosted().toString() : plain + of;
    }

    private static List<MachineDisk> disks(KnownMachine machine, BootChoice start, List<Undertaking.Disk> disks) {
        Optional<UUID> first = start.disk();
        Comparator<Undertaking.Disk> bootFirst = Comparator
                .comparing(disk -> !first.equals(Optional.of(disk.disk())));
        return disks.stream().sorted(bootFirst.thenComparing(disk -> diskName(machine, disk.disk())))
                .map(disk -> new MachineDisk(disk.name(), new DiskSource.Past(disk.disk(), disk.export()))).toList();
    }

    private static String diskName(KnownMachine machine, UUID disk) {
        return machine.disk(disk).map(known -> known.name()).orElse(disk.toString());
    }

    /** Of the machine that probes ask. */
    private TreeSet<Integer> ports(Undertaking now) {
        var ports = new TreeSet<Integer>();
        for (Probe probe : choices.probes(now)) {
            switch (probe) {
                case Probe.Tcp tcp -> ports.add(tcp.port());
                case Probe.Http http -> ports.add(http.port());
                case Probe.Console _,Probe.Script _ -> {
                    // needs no port
                }
            }
        }
        return ports;
    }

    /** Its cards, as {@link #of} has them. */
    List<Cards.Placed> cards(Undertaking now) {
        return cards.of(now, choices.of(now.machine()), situations.machine(now.machine()), ports(now));
    }
}
