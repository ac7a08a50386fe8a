package secondsite.server.administration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.RecoverySettings.Card;
import secondsite.api.site.Network;
import secondsite.api.site.NetworkList;
import secondsite.api.site.Site;

/** Networks of the sites, which takes the place of which after a failover, and the addresses of machines' cards there. */
final class NetworkVerbs {

    /** Takes away what there is. */
    private static final String NONE = "none";

    private NetworkVerbs() {}

    private static InventoryClient at(Dialogue dialogue) {
        return new InventoryClient(dialogue.connection());
    }

    /** Networks as people name them: with their sites where two sites have one of the same name. */
    private record Known(List<Network> all, Map<UUID, String> sites) {

        static Known at(Dialogue dialogue) throws IOException {
            InventoryClient inventory = NetworkVerbs.at(dialogue);
            return new Known(inventory.networks(),
                    inventory.sites().stream().collect(Collectors.toMap(Site::id, Site::name)));
        }

        String name(Network network) {
            return all.stream().filter(each -> each.name().equalsIgnoreCase(network.name())).count() == 1
                    ? network.name()
                    : sites.get(network.site()) + "/" + network.name();
        }

        String name(UUID id) {
            return all.stream().filter(each -> each.id().equals(id)).findFirst().map(this::name).orElse(null);
        }

        Network find(String wanted) throws NothingDoneException {
            return Names.chosen("network", wanted, all, this::name, Network::id);
        }

        /** @param before what holds when nothing is wanted */
        UUID changed(String wanted, UUID before) throws NothingDoneException {
            return wanted == null ? before : wanted.equals(NONE) ? null : find(wanted).id();
        }
    }

    private static String changed(String wanted, String before) {
        return wanted == null ? before : wanted.equals(NONE) ? null : wanted;
    }

    /** All. */
    @Command(name = "networks", description = "Lists the networks of the sites, and which takes the place of which after a failover.")
    static final class Networks extends Verb {

        Networks(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            Known known = Known.at(dialogue);
            return dialogue.tell(new NetworkList(known.all()), out -> {
                var table = new Table("NAME", "SITE", "SUBNET", "GATEWAY", "PRODUCTION", "TEST", "ID");
                known.all().forEach(each -> table.row(each.name(), known.sites().get(each.site()), each.subnet(),
                        each.gateway(), known.name(each.production()), known.name(each.test()), each.id()));
                table.print(out);
            });
        }
    }

    /** The verb above the others. */
    @Command(name = "network", description = "Makes networks known, maps them to those of the other site, and gives the cards of machines their addresses there.")
    static final class Group implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** What can be said of a network. */
    abstract static class Saying extends Verb {

        @Option(names = "--subnet", paramLabel = "SUBNET", description = "Its addresses, like 192.168.7.0/24.")
        private String subnet;

        @Option(names = "--gateway", paramLabel = "ADDRESS", description = "Its gateway, like 192.168.7.1.")
        private String gateway;

        @Option(names = "--production", paramLabel = "NETWORK", description = "The network of the other site in which its machines are after a failover.")
        private String production;

        @Option(names = "--test", paramLabel = "NETWORK", description = "The network of the other site in which they are in a test with --test-network.")
        private String test;

        Saying(Surroundings surroundings) {
            super(surroundings);
        }

        final int put(Dialogue dialogue, Known known, Network before) throws IOException {
            Network now = at(dialogue).put(new Network(before.id(), before.site(), before.name(),
                    known.changed(production, before.production()), known.changed(test, before.test()),
                    changed(subnet, before.subnet()), changed(gateway, before.gateway())));
            return dialogue.tell(now, out -> out.println("network " + now.name() + " is known, " + now.id()));
        }
    }

    /** A new one. */
    @Command(name = "add", description = "Makes a network of a site known. A host there needs a bridge of the same name.")
    static final class Add extends Saying {

        @Parameters(index = "0", paramLabel = "NAME", description = "Its name, unique at its site.")
        private String name;

        @Option(names = "--site", paramLabel = "SITE", required = true, description = "Name or id of its site.")
        private String site;

        Add(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            Site at = Names.chosen("site", site, NetworkVerbs.at(dialogue).sites(), Site::name, Site::id);
            return put(dialogue, Known.at(dialogue), new Network(null, at.id(), name, null, null));
        }
    }

    /** An old one. */
    @Command(name = "map", description = "Says which networks of the other site take the place of a network, and which addresses it has. What is left out stays; '"
            + NONE + "' takes it away.")
    static final class Mapping extends Saying {

        @Parameters(index = "0", paramLabel = "NETWORK", description = "Name or id of the network; SITE/NAME where two sites have one of this name.")
        private String network;

        Mapping(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            Known known = Known.at(dialogue);
            return put(dialogue, known, known.find(network));
        }
    }

    /** A card of a machine. */
    @Command(name = "card", description = "Says in which network a card of a machine is, and which addresses it gets after a failover and in a test. What is left out stays; '"
            + NONE + "' takes it away.")
    static final class OfCard extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        @Parameters(index = "1", paramLabel = "MAC", description = "Of the machine's card, like 52:54:00:12:34:56.")
        private String mac;

        @Option(names = "--network", paramLabel = "NETWORK", description = "The network in which it is now; the one whose subnet has its address when nobody says.")
        private String network;

        @Option(names = "--address", paramLabel = "ADDRESS/PREFIX", description = "After a failover, like 10.7.0.20/24.")
        private String address;

        @Option(names = "--gateway", paramLabel = "ADDRESS", description = "After a failover.")
        private String gateway;

        @Option(names = "--test-address", paramLabel = "ADDRESS/PREFIX", description = "In a test.")
        private String testAddress;

        @Option(names = "--test-gateway", paramLabel = "ADDRESS", description = "In a test.")
        private String testGateway;

        OfCard(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            MachineSummary found = dialogue.names().machine(machine);
            var client = new FailoverClient(dialogue.connection());
            RecoverySettings before = client.settings(found.id());
            List<Card> cards = new ArrayList<>(before.cards() != null
                    ? before.cards()
                    : at(dialogue).machine(found.id()).nics().stream().map(NicFacts::mac)
                            .map(each -> new Card(each, null)).toList());
            Optional<Card> known = cards.stream().filter(each -> each.mac().equalsIgnoreCase(mac)).findFirst();
            Card card = known.orElse(new Card(mac, null));
            Card now = new Card(card.mac(), Known.at(dialogue).changed(network, card.network()),
                    changed(card.production(), address, gateway), changed(card.test(), testAddress, testGateway));
            known.ifPresentOrElse(_ -> cards.replaceAll(each -> each.equals(card) ? now : each), () -> cards.add(now));
            RecoverySettings set = client.set(found.id(), new RecoverySettings(before.memoryMebibytes(),
                    before.processors(), before.boot(), before.bootDisk(), cards, before.probes(),
                    before.shutDownSeconds()));
            return dialogue.tell(set, out -> out.println("the card " + now.mac() + " of " + found.name() + " is set"));
        }

        private static CardAddress changed(CardAddress before, String address, String gateway) {
            String now = NetworkVerbs.changed(address, before == null ? null : before.address());
            String through = NetworkVerbs.changed(gateway, before == null ? null : before.gateway());
            return now == null && through == null ? null : new CardAddress(now, through);
        }
    }
}
