package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.site.HostGroup;
import secondsite.api.site.Network;
import secondsite.server.configuration.inventory.KnownGroups;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.Subnet;

/** In which networks the cards of machines are: as people say, or as the cards' own addresses tell. */
@Singleton
final class HomeNetworks {

    /**
     * Where a card is.
     *
     * @param network empty when that is not known
     * @param address with the network's gateway; empty when the card has none there, or the network's subnet is not known
     */
    record Home(Optional<Network> network, Optional<CardAddress> address) {}

    private final KnownGroups groups;

    @Inject
    HomeNetworks(KnownGroups groups) {
        this.groups = groups;
    }

    /** @param all networks that there are */
    Home of(KnownMachine machine, RecoverySettings.Card card, List<Network> all) {
        List<String> addresses = machine.nics().stream().filter(nic -> nic.mac().equalsIgnoreCase(card.mac()))
                .flatMap(nic -> nic.addresses().stream()).toList();
        Optional<Network> network = card.network() == null
                ? around(addresses, site(machine), all)
                : find(all, card.network());
        return new Home(network, network.flatMap(known -> address(known, addresses)));
    }

    /** The site of a machine; empty when that is not known. */
    Optional<UUID> site(KnownMachine machine) {
        return machine.machine().group().flatMap(groups::find).map(HostGroup::site);
    }

    static Optional<Network> find(List<Network> all, UUID id) {
        return all.stream().filter(network -> network.id().equals(id)).findFirst();
    }

    static Optional<Subnet> subnet(Network network) {
        return Optional.ofNullable(network.subnet()).flatMap(Subnet::around);
    }

    /** The only one that has such an address. A network for tests may well have the same ones at the other site. */
    private static Optional<Network> around(List<String> addresses, Optional<UUID> site, List<Network> all) {
        List<Network> fit = all.stream().filter(
                network -> subnet(network).filter(subnet -> addresses.stream().anyMatch(subnet::holds)).isPresent())
                .toList();
        List<Network> here = fit.stream().filter(network -> site.equals(Optional.of(network.site()))).toList();
        return Optional.of(here.isEmpty() ? fit : here).filter(those -> those.size() == 1).map(List::getFirst);
    }

    private static Optional<CardAddress> address(Network network, List<String> addresses) {
        return subnet(network).flatMap(subnet -> addresses.stream().filter(subnet::holds).findFirst()
                .map(own -> new CardAddress(subnet.like(own), own.equals(network.gateway())
                        ? null
                        : network.gateway())));
    }
}
