package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SortedSet;
import java.util.UUID;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.PlannedCard;
import secondsite.api.recovery.PlannedCard.Place;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.Remark;
import secondsite.api.site.Network;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.KnownNetworks;
import secondsite.server.configuration.inventory.Subnet;
import secondsite.server.web.Peer;

/** Where each card of a copy is connected, and which address it has there. Networks of a host are bridges of their names. */
@Singleton
final class Cards {

    /** Nobody has such a network at home: it is for measurements. */
    private static final String PROBED = "198.18.0.15/24";
    private static final int SHOWN_OF_ID = 8;

    private final KnownNetworks networks;
    private final HomeNetworks homes;
    private final Inventory inventory;

    @Inject
    Cards(KnownNetworks networks, HomeNetworks homes, Inventory inventory) {
        this.networks = networks;
        this.homes = homes;
        this.inventory = inventory;
    }

    /**
     * A card of a copy.
     *
     * @param source   the network in which the machine's own card is
     * @param network  the one in which the copy's is; empty when that is none of a site
     * @param warnings what should be known
     */
    record Placed(NetworkCard card, Place place, Optional<Network> source, Optional<Network> network,
            List<Remark> warnings) {

        Placed(String mac, CardNetwork to, Place place, Optional<Network> source, Optional<Network> network,
                Optional<CardAddress> address, List<Remark> warnings) {
            this(new NetworkCard(mac, to, address.map(CardAddress::address).orElse(null),
                    address.map(CardAddress::gateway).orElse(null)), place, source, network, warnings);
        }

        PlannedCard planned() {
            return new PlannedCard(card.mac(), source.map(Network::name).orElse(null), place,
                    network.map(Network::name).orElse(null), card.address(), card.gateway());
        }

        Placed to(CardNetwork other) {
            return new Placed(new NetworkCard(card.mac(), other, card.address(), card.gateway()), place, source,
                    network, warnings);
        }
    }

    /**
     * The cards of a copy, in order.
     *
     * @param ports that probes ask: a card on which the host reaches them is among them, if one can be
     * @throws IllegalArgumentException when they cannot be so
     */
    List<Placed> of(Undertaking now, RecoverySettings settings, KnownMachine machine, SortedSet<Integer> ports) {
        List<Network> all = networks.all();
        List<Placed> placed = new ArrayList<>();
        wanted(settings, machine).stream().limit(MachineSpecification.MOST_CARDS)
                .forEach(card -> placed.add(place(now, card, homes.of(machine, card, all), all)));
        refuseTwice(placed);
        reach(placed, machine.id(), ports);
        return placed;
    }

    /** Those that the machine has, when nobody has said which. */
    static SequencedCollection<RecoverySettings.Card> wanted(RecoverySettings settings, KnownMachine machine) {
        var cards = new LinkedHashMap<String, RecoverySettings.Card>();
        List<RecoverySettings.Card> those = settings.cards() != null
                ? settings.cards()
                : machine.nics().stream().map(nic -> new RecoverySettings.Card(nic.mac(), null))
                        .filter(card -> possible(card.mac())).toList();
        those.forEach(card -> cards.putIfAbsent(card.mac(), card));
        return cards.sequencedValues();
    }

    /** A loopback or a tunnel has none that a card could have. */
    private static boolean possible(String mac) {
        try {
            return !new NetworkCard(mac, new CardNetwork.Isolated(List.of())).mac().equals("00:00:00:00:00:00");
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Placed place(Undertaking now, RecoverySettings.Card card, HomeNetworks.Home home, List<Network> all) {
        boolean test = now.request().kind() == FailoverKind.TEST;
        Optional<CardAddress> said = Optional.ofNullable(test ? card.test() : card.production());
        if (test && !Boolean.TRUE.equals(now.request().production())) {
            CardNetwork apart = apart(now.request(), home);
            return new Placed(card.mac(), apart, apart instanceof CardNetwork.Shared ? Place.PLAN : Place.ISOLATED,
                    home.network(), Optional.empty(), said.or(home::address), List.of());
        }
        Optional<UUID> site = inventory.server(Peer.Kind.MASTER_TARGET, now.copy().masterTarget())
                .flatMap(server -> server.site());
        if (!test && home.network().filter(own -> site.equals(Optional.of(own.site()))).isPresent()) {
            // It comes home: nothing takes the place of its own network there.
            return mapped(card, home, home.network().get(), home.address(), List.of());
        }
        Optional<Network> there = home.network()
                .flatMap(own -> HomeNetworks.find(all, test ? own.test() : own.production()));
        if (there.isEmpty()) {
            return new Placed(card.mac(), new CardNetwork.Isolated(List.of()), Place.ISOLATED, home.network(), there,
                    said.or(home::address), List.of(lack(card, home, test)));
        }
        if (site.isPresent() && !site.get().equals(there.get().site())) {
            throw wrong(card, "the network '" + there.get().name() + "', which would take the place of '"
                    + home.network().get().name() + "', is not at the site of " + now.copy().masterTarget());
        }
        return said.isPresent()
                ? mapped(card, home, there.get(), said, List.of())
                : moved(card, home, there.get());
    }

    private static Remark lack(RecoverySettings.Card card, HomeNetworks.Home home, boolean test) {
        return home.network().map(own -> Remarks.unmapped(card.mac(), own.name(), test))
                .orElseGet(() -> Remarks.unknownNetwork(card.mac()));
    }

    /** Machines of a plan reach each other as at home, and nothing else. */
    private static CardNetwork apart(FailoverRequest request, HomeNetworks.Home home) {
        if (request.plan() == null) {
            return new CardNetwork.Isolated(List.of());
        }
        String network = home.network().map(own -> own.id().toString().substring(0, SHOWN_OF_ID)).orElse("unknown");
        return new CardNetwork.Shared(request.plan() + "/" + network);
    }

    private static Placed mapped(RecoverySettings.Card card, HomeNetworks.Home home, Network there,
            Optional<CardAddress> address, List<Remark> warnings) {
        Optional<Subnet> subnet = HomeNetworks.subnet(there);
        address.map(CardAddress::address).flatMap(text -> subnet.flatMap(
                known -> known.complaint(text.substring(0, text.indexOf('/'))))).ifPresent(complaint -> {
                    throw wrong(card, complaint + ", the subnet of '" + there.name() + "'");
                });
        return new Placed(card.mac(), new CardNetwork.Bridge(there.name()), Place.MAPPED, home.network(),
                Optional.of(there), address, warnings);
    }

    /** With the address at the same place in the other subnet. */
    private static Placed moved(RecoverySettings.Card card, HomeNetworks.Home home, Network there) {
        Optional<Subnet> subnet = HomeNetworks.subnet(there);
        Optional<String> own = home.address().map(CardAddress::address);
        if (subnet.isEmpty() || own.isEmpty()) {
            return mapped(card, home, there, Optional.empty(), List.of());
        }
        int slash = own.get().indexOf('/');
        if (Integer.parseInt(own.get().substring(slash + 1)) != subnet.get().prefix()) {
            return mapped(card, home, there, Optional.empty(), List.of(Remarks.otherSize(card.mac(), own.get(),
                    there.name(), subnet.get().text())));
        }
        String address = subnet.get().like(own.get().substring(0, slash));
        if (address.substring(0, address.indexOf('/')).equals(there.gateway())) {
            return mapped(card, home, there, Optional.empty(), List.of(Remarks.gateway(card.mac(), own.get(),
                    there.name(), there.gateway())));
        }
        return mapped(card, home, there, Optional.of(new CardAddress(address, there.gateway())), List.of());
    }

    private static void refuseTwice(List<Placed> placed) {
        var seen = new HashSet<List<Object>>();
        for (Placed each : placed) {
            String address = each.card().address();
            if (address != null && !seen.add(List.of(each.card().network(), address))) {
                throw new IllegalArgumentException("two cards would have the address " + address);
            }
        }
    }

    /** A plan's network is not reached from the host, so one card more is for the probes. */
    private static void reach(List<Placed> placed, UUID machine, SortedSet<Integer> ports) {
        if (placed.isEmpty() || ports.isEmpty()) {
            return;
        }
        var forwards = new CardNetwork.Isolated(
                ports.stream().map(port -> new CardNetwork.Forward(0, port)).toList());
        for (int i = 0; i < placed.size(); i++) {
            if (placed.get(i).place() == Place.ISOLATED) {
                placed.set(i, placed.get(i).to(forwards));
                return;
            }
        }
        if (placed.getLast().place() == Place.PLAN && placed.size() < MachineSpecification.MOST_CARDS) {
            placed.add(new Placed(probed(machine), forwards, Place.ISOLATED, Optional.empty(), Optional.empty(),
                    Optional.of(new CardAddress(PROBED, null)), List.of()));
        }
    }

    /** An address that no maker of cards gives. */
    private static String probed(UUID machine) {
        byte[] mac = {2, 0, 0, 0, 0, 0};
        for (int i = 1; i < mac.length; i++) {
            mac[i] = (byte) (machine.getLeastSignificantBits() >>> Byte.SIZE * i);
        }
        return HexFormat.ofDelimiter(":").formatHex(mac);
    }

    private static IllegalArgumentException wrong(RecoverySettings.Card card, String what) {
        return new IllegalArgumentException("card " + card.mac() + ": " + what);
    }
}
