package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.RecoverySettings.Card;
import secondsite.api.site.Network;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.KnownNetworks;
import secondsite.server.configuration.inventory.Subnet;
import secondsite.server.web.ProblemException;

/** Refuses network cards of recovery settings that cannot be meant. */
@Singleton
final class CardChecks {

    private final KnownNetworks networks;
    private final HomeNetworks homes;
    private final Inventory inventory;

    /** One of the two kinds of place in which a copy may be. */
    private record Side(String word, Function<Card, CardAddress> address, Function<Network, UUID> mapping) {}

    private static final List<Side> SIDES = List.of(new Side("production", Card::production, Network::production),
            new Side("test", Card::test, Network::test));

    @Inject
    CardChecks(KnownNetworks networks, HomeNetworks homes, Inventory inventory) {
        this.networks = networks;
        this.homes = homes;
        this.inventory = inventory;
    }

    /**
     * @param others settings of the other machines
     * @throws ProblemException that says what is wrong
     */
    void check(KnownMachine machine, List<Card> cards, Map<UUID, RecoverySettings> others) {
        RecoveryChoices.range("cards", cards.size(), 0, MachineSpecification.MOST_CARDS);
        List<Network> all = networks.all();
        Set<String> seen = new HashSet<>();
        for (Card card : cards) {
            if (!seen.add(card(card.mac(), "", null).mac())) {
                throw RecoveryChoices.wrong("cards", "two have the address " + card.mac());
            }
            network(machine, card, all);
        }
        for (Side side : SIDES) {
            Set<String> addresses = new HashSet<>();
            for (Card card : cards) {
                CardAddress said = side.address.apply(card);
                if (said != null) {
                    address(machine, card, side, all);
                    if (!addresses.add(plain(said))) {
                        throw wrong(card, "two cards have the address " + plain(said));
                    }
                    others(machine, card, side, all, others);
                }
            }
        }
    }

    /** As it would be made. */
    private static NetworkCard card(String mac, String which, CardAddress said) {
        try {
            CardNetwork any = new CardNetwork.Isolated(List.of());
            return said == null
                    ? new NetworkCard(mac, any)
                    : new NetworkCard(mac, any, Objects.requireNonNullElse(said.address(), ""), said.gateway());
        } catch (IllegalArgumentException e) {
            throw RecoveryChoices.wrong("cards", which + e.getMessage());
        }
    }

    private void network(KnownMachine machine, Card card, List<Network> all) {
        if (card.network() == null) {
            return;
        }
        Network network = HomeNetworks.find(all, card.network())
                .orElseThrow(() -> wrong(card, "there is no network " + card.network()));
        if (homes.site(machine).filter(site -> !site.equals(network.site())).isPresent()) {
            throw wrong(card, "the network '" + network.name() + "' is at another site than " + machine.name()
                    + "; the network in which the machine is now is needed");
        }
    }

    private void address(KnownMachine machine, Card card, Side side, List<Network> all) {
        CardAddress said = side.address.apply(card);
        card(card.mac(), "the card " + card.mac() + ", " + side.word + ": ", said);
        Subnet own = Subnet.around(said.address()).orElseThrow();
        own.complaint(plain(said)).ifPresent(complaint -> {
            throw wrong(card, complaint);
        });
        if (said.gateway() != null) {
            own.complaint(said.gateway()).ifPresent(complaint -> {
                throw wrong(card, "the gateway " + complaint);
            });
            if (said.gateway().equals(plain(said))) {
                throw wrong(card, "the gateway has the address of the card itself, " + said.gateway());
            }
        }
        there(machine, card, side, all).ifPresent(there -> HomeNetworks.subnet(there)
                .flatMap(subnet -> subnet.complaint(plain(said))).ifPresent(complaint -> {
                    throw wrong(card, complaint + ", the subnet of the " + side.word + " network '" + there.name()
                            + "'");
                }));
    }

    private Optional<Network> there(KnownMachine machine, Card card, Side side, List<Network> all) {
        return homes.of(machine, card, all).network()
                .flatMap(network -> HomeNetworks.find(all, side.mapping.apply(network)));
    }

    private void others(KnownMachine machine, Card card, Side side, List<Network> all,
            Map<UUID, RecoverySettings> others) {
        Optional<Network> there = there(machine, card, side, all);
        if (there.isEmpty()) {
            return;
        }
        String address = plain(side.address.apply(card));
        others.forEach((id, settings) -> inventory.machine(id).ifPresent(other -> {
            if (settings.cards() != null && settings.cards().stream()
                    .filter(each -> side.address.apply(each) != null && plain(side.address.apply(each)).equals(address))
                    .anyMatch(each -> there(other, each, side, all).equals(there))) {
                throw wrong(card, "the copy of " + other.name() + " has the address " + address + " in the network '"
                        + there.get().name() + "' already");
            }
        }));
    }

    private static String plain(CardAddress said) {
        return said.address().substring(0, said.address().indexOf('/'));
    }

    private static ProblemException wrong(Card card, String what) {
        return RecoveryChoices.wrong("cards", "the card " + card.mac() + ": " + what);
    }
}
