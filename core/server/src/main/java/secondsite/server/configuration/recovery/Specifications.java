package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import secondsite.api.host.Boot;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;
import secondsite.api.host.Probe;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.site.Network;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.KnownNetworks;
import secondsite.server.configuration.protection.Situations;

/** What a copy of a machine is to be made of: as the machine itself, and as its recovery settings and the mapping of networks say. */
@Singleton
final class Specifications {

    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 40_000;

    private final Situations situations;
    private final RecoveryChoices choices;
    private final KnownNetworks networks;
    private final SecureRandom random;

    @Inject
    Specifications(Situations situations, RecoveryChoices choices, KnownNetworks networks, SecureRandom random) {
        this.situations = situations;
        this.choices = choices;
        this.networks = networks;
        this.random = random;
    }

    /** @param disks of the copy, in any order. @throws IllegalArgumentException when it cannot be made, naming the field */
    MachineSpecification of(Undertaking now, List<Undertaking.Disk> disks) {
        KnownMachine machine = situations.machine(now.machine());
        RecoverySettings settings = choices.of(now.machine());
        var facts = machine.machine().facts();
        int memory = Optional.ofNullable(settings.memoryMebibytes())
                .orElseGet(() -> (int) Math.min(facts.memoryBytes() >> 20, Integer.MAX_VALUE));
        return new MachineSpecification(now.copy().hosted(), name(now), memory,
                Optional.ofNullable(settings.processors()).orElse(facts.processors()),
                Optional.ofNullable(settings.boot()).orElse(new Boot.FromDisk(Boot.Firmware.BIOS)),
                disks(machine, settings, disks), cards(now.request(), settings, machine, ports(now)));
    }

    private static String name(Undertaking now) {
        String of = now.request().kind() == FailoverKind.TEST ? " (test)" : "";
        String plain = now.name().codePoints().filter(letter -> !Character.isISOControl(letter))
                .limit(MachineSpecification.LONGEST_NAME / 2 - of.length())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return plain.isEmpty() ? now.copy().hosted().toString() : plain + of;
    }

    private static List<MachineDisk> disks(KnownMachine machine, RecoverySettings settings,
            List<Undertaking.Disk> disks) {
        Comparator<Undertaking.Disk> bootFirst = Comparator
                .comparing(disk -> !disk.disk().equals(settings.bootDisk()));
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

    private List<NetworkCard> cards(FailoverRequest request, RecoverySettings settings, KnownMachine machine,
            TreeSet<Integer> ports) {
        var cards = new LinkedHashMap<String, CardNetwork>();
        wanted(settings, machine).forEach(card -> cards.putIfAbsent(card.mac(), bridge(request, card)
                .orElseGet(() -> new CardNetwork.Isolated(cards.isEmpty() ? forwards(ports) : List.of()))));
        return cards.entrySet().stream().limit(MachineSpecification.MOST_CARDS)
                .map(card -> new NetworkCard(card.getKey(), card.getValue())).toList();
    }

    private static List<RecoverySettings.Card> wanted(RecoverySettings settings, KnownMachine machine) {
        if (settings.cards() != null) {
            return settings.cards();
        }
        return machine.nics().stream().map(nic -> new RecoverySettings.Card(nic.mac(), null)).filter(card -> {
            try {
                return !new NetworkCard(card.mac(), new CardNetwork.Isolated(List.of())).mac()
                        .equals("00:00:00:00:00:00");
            } catch (IllegalArgumentException _) {
                // A loopback or a tunnel has none that a card could have.
                return false;
            }
        }).toList();
    }

    /** Where the mapping says; networks of a host are bridges of their names. */
    private Optional<CardNetwork> bridge(FailoverRequest request, RecoverySettings.Card card) {
        boolean test = request.kind() == FailoverKind.TEST;
        if (card.network() == null || test && !Boolean.TRUE.equals(request.production())) {
            return Optional.empty();
        }
        List<Network> all = networks.all();
        return find(all, card.network()).map(network -> test ? network.test() : network.production())
                .flatMap(id -> find(all, id)).map(network -> new CardNetwork.Bridge(network.name()));
    }

    private static Optional<Network> find(List<Network> all, UUID id) {
        return all.stream().filter(network -> network.id().equals(id)).findFirst();
    }

    /** Whether a card is connected to nothing because nobody has said to what. */
    static boolean unmapped(MachineSpecification specification) {
        return specification.cards().stream().anyMatch(card -> card.network() instanceof CardNetwork.Isolated);
    }

    private List<CardNetwork.Forward> forwards(TreeSet<Integer> ports) {
        var taken = new TreeSet<Integer>();
        var forwards = new ArrayList<CardNetwork.Forward>();
        for (int port : ports) {
            int host = FIRST_PORT + random.nextInt(PORTS);
            while (!taken.add(host)) {
                host = FIRST_PORT + random.nextInt(PORTS);
            }
            forwards.add(new CardNetwork.Forward(host, port));
        }
        return forwards;
    }

    /** The same machine behind other ports of the host; empty when it has none. */
    Optional<MachineSpecification> behindOtherPorts(MachineSpecification made) {
        boolean any = made.cards().stream().anyMatch(
                card -> card.network() instanceof CardNetwork.Isolated isolated && !isolated.forwards().isEmpty());
        return any
                ? Optional.of(new MachineSpecification(made.machine(), made.name(), made.memoryMebibytes(),
                        made.processors(), made.boot(), made.disks(),
                        made.cards().stream().map(this::behindOtherPorts).toList()))
                : Optional.empty();
    }

    private NetworkCard behindOtherPorts(NetworkCard card) {
        return card.network() instanceof CardNetwork.Isolated isolated
                ? new NetworkCard(card.mac(), new CardNetwork.Isolated(forwards(isolated.forwards().stream()
                        .map(CardNetwork.Forward::machinePort).collect(TreeSet::new, TreeSet::add, TreeSet::addAll))))
                : card;
    }
}
