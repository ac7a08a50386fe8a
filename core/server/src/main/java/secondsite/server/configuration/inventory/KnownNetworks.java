package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import secondsite.api.site.Network;
import secondsite.server.configuration.store.Networks;
import secondsite.server.configuration.store.Sites;
import secondsite.server.configuration.store.Transaction;

/** The networks of the sites, which takes the place of which after a failover, and how people change that. */
@Singleton
public final class KnownNetworks {

    private static final String NOUN = "network";

    private final Edits edits;
    private final Networks networks;
    private final Sites sites;

    @Inject
    KnownNetworks(Edits edits, Networks networks, Sites sites) {
        this.edits = edits;
        this.networks = networks;
        this.sites = sites;
    }

    /** By name. */
    public List<Network> all() {
        return edits.read(networks::all);
    }

    public Network add(Network wanted, String who) {
        Edits.refuseId(wanted.id());
        var network = checked(UUID.randomUUID(), wanted);
        edits.write(action("added", network, who), change -> {
            check(change, network);
            networks.add(change, network);
        });
        return network;
    }

    public Network change(UUID id, Network wanted, String who) {
        Edits.refuseOther(id, wanted.id());
        var network = checked(id, wanted);
        edits.write(action("changed", network, who), change -> {
            Network before = Edits.existing(NOUN, networks.find(change, id));
            if (!before.site().equals(network.site())) {
                throw Edits.conflict("'site': a network stays at its site; make another one there");
            }
            check(change, network);
            networks.update(change, network);
        });
        return network;
    }

    public void remove(UUID id, String who) {
        Network network = Edits.existing(NOUN, edits.read(all -> networks.find(all, id)));
        edits.write(action("removed", network, who), change -> {
            Edits.existing(NOUN, networks.find(change, id));
            networks.all(change).stream().filter(other -> id.equals(other.production()) || id.equals(other.test()))
                    .findFirst().ifPresent(other -> {
                        throw Edits.conflict("this network takes the place of " + other.name()
                                + " after a failover; choose another one there first");
                    });
            networks.remove(change, id);
        });
    }

    private void check(Transaction change, Network network) {
        Edits.named("site", "site", sites.find(change, network.site()));
        Edits.refuseTaken(NOUN, networks.all(change).stream().filter(
                other -> other.site().equals(network.site()) && !other.id().equals(network.id())).toList(),
                Network::name, network.name());
        refuseSameSite(change, "production", network, network.production());
        refuseSameSite(change, "test", network, network.test());
    }

    /** After a failover the machines are at another site. */
    private void refuseSameSite(Transaction change, String field, Network network, UUID other) {
        if (other != null && Edits.named(field, NOUN, networks.find(change, other)).site().equals(network.site())) {
            throw Fields.wrong(field, "names a network of the same site; one of another site is needed");
        }
    }

    private static Network checked(UUID id, Network wanted) {
        checkAddresses(wanted.subnet(), wanted.gateway());
        return new Network(id, Fields.given("site", wanted.site()),
                Fields.name("name", wanted.name(), Fields.NAME), wanted.production(), wanted.test(), wanted.subnet(),
                wanted.gateway());
    }

    private static void checkAddresses(String text, String gateway) {
        if (text == null) {
            if (gateway != null) {
                throw Fields.wrong("gateway", "is given, and no subnet in which it could be");
            }
            return;
        }
        Subnet subnet = Subnet.around(text).orElseThrow(() -> Fields.wrong("subnet", "is " + Fields.quoted(text)
                + ", which is no IPv4 network with a prefix from /8 to /29, like 192.168.7.0/24"));
        if (!subnet.text().equals(text)) {
            throw Fields.wrong("subnet", "is an address in a network; the network is " + subnet.text());
        }
        if (gateway != null) {
            Subnet.address(gateway).orElseThrow(() -> Fields.wrong("gateway",
                    "is " + Fields.quoted(gateway) + ", which is no IPv4 address, like 192.168.7.1"));
            subnet.complaint(gateway).ifPresent(complaint -> {
                throw Fields.wrong("gateway", complaint);
            });
        }
    }

    private static Edits.Action action(String verb, Network network, String who) {
        return new Edits.Action(NOUN, verb, network.id(), network.name(), "site " + network.site()
                + ", production " + said(network.production()) + ", test " + said(network.test()) + ", subnet "
                + said(network.subnet()) + ", gateway " + said(network.gateway()), who);
    }

    private static String said(Object value) {
        return Objects.toString(value, "none");
    }
}
