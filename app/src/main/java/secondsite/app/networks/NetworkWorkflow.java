package secondsite.app.networks;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.RecoverySettings.Card;
import secondsite.api.site.Network;
import secondsite.api.site.Site;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Choice;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.fx.Texts;
import secondsite.app.networks.NetworksViewModel.KnownCard;
import secondsite.app.session.Session;

/** An administrator says which networks there are, which takes the place of which, and where single cards are. */
public final class NetworkWorkflow {

    private static final int LONGEST = 100;

    private final Session session;
    private final Dialogs dialogs;
    private final NetworksViewModel model;
    private final FieldChecks checks;
    private final Texts texts;

    /** A network to choose, or none. */
    record Target(UUID id) {}

    @Inject
    public NetworkWorkflow(Session session, Dialogs dialogs, NetworksViewModel model, FieldChecks checks,
            Texts texts) {
        this.session = session;
        this.dialogs = dialogs;
        this.model = model;
        this.checks = checks;
        this.texts = texts;
    }

    void add() {
        List<Site> sites = List.copyOf(model.sites());
        var site = new Choice<>("network-site", texts.text("infrastructure.site"), sites, Site::name,
                sites.getFirst());
        var name = new TextEntry("network-name", texts.text("networks.name"), Kind.LINE, "", checks.name(LONGEST))
                .with(texts.text("networks.name.hint"));
        var addresses = new Addresses(null, null);
        dialogs.ask(new Question(texts.text("networks.add.title"), List.of(),
                new Form(List.of(site, name, addresses.subnet, addresses.gateway)),
                texts.text("networks.add.confirm"), texts.text("dialog.cancel"), false),
                () -> session.inventory().put(new Network(null, site.chosen().id(), name.text(), null, null,
                        addresses.subnet.textOrNull(), addresses.gateway.textOrNull())),
                _ -> model.ask());
    }

    /** Which networks take its place, and which addresses it has. */
    void map(MappedNetwork mapped) {
        Network network = mapped.network();
        var production = choice("network-production", "networks.production", "networks.production.none", network,
                network.production());
        var test = choice("network-test", "networks.test", "networks.test.none", network, network.test());
        var addresses = new Addresses(network.subnet(), network.gateway());
        dialogs.ask(new Question(texts.text("networks.map.title", network.name(), mapped.site()),
                List.of(texts.text("networks.map.text")),
                new Form(List.of(production, test, addresses.subnet, addresses.gateway)),
                texts.text("networks.map.confirm"), texts.text("dialog.cancel"), false),
                () -> session.inventory()
                        .put(new Network(network.id(), network.site(), network.name(), production.chosen().id(),
                                test.chosen().id(), addresses.subnet.textOrNull(), addresses.gateway.textOrNull())),
                _ -> model.ask());
    }

    private Choice<Target> choice(String id, String label, String none, Network of, UUID first) {
        List<Target> targets = new ArrayList<>(List.of(new Target(null)));
        model.elsewhere(of.site()).forEach(each -> targets.add(new Target(each.id())));
        return new Choice<>(id, texts.text(label), targets,
                target -> target.id() == null ? texts.text(none) : model.name(target.id()), new Target(first));
    }

    void remove(MappedNetwork mapped) {
        String name = mapped.network().name();
        dialogs.ask(new Question(texts.text("infrastructure.remove.title", name),
                List.of(texts.text("networks.remove.text")), Form.NONE,
                texts.text("infrastructure.remove.confirm", name), texts.text("dialog.cancel"), true), () -> {
                    session.inventory().removeNetwork(mapped.network().id());
                    return name;
                }, _ -> model.ask());
    }

    /** In which network a card is, and which addresses it gets. */
    void change(KnownCard known) {
        Card before = known.card() == null ? new Card(known.mac(), null) : known.card();
        List<Target> targets = new ArrayList<>(List.of(new Target(null)));
        model.all().stream().filter(network -> network.site().equals(known.machine().site()))
                .forEach(each -> targets.add(new Target(each.id())));
        var network = new Choice<>("card-network", texts.text("networks.card.network"), targets,
                target -> target.id() == null
                        ? texts.text("networks.card.by-subnet")
                        : model.name(target.id()),
                new Target(before.network()));
        var production = new CardFields("card-production", "networks.card.production", before.production());
        var test = new CardFields("card-test", "networks.card.test", before.test());
        dialogs.ask(new Question(texts.text("networks.card.title", known.mac(), known.machine().name()), List.of(),
                new Form(List.of(network, production.address, production.gateway, test.address, test.gateway)),
                texts.text("infrastructure.save"), texts.text("dialog.cancel"), false),
                () -> session.failovers().set(known.machine().id(), with(known,
                        new Card(known.mac(), network.chosen().id(), production.value(), test.value()))),
                _ -> model.askCards());
    }

    /** The machine's settings with this card other than before. */
    static RecoverySettings with(KnownCard known, Card card) {
        RecoverySettings all = known.all();
        List<Card> cards = new ArrayList<>(all.cards() == null
                ? known.own().stream().map(nic -> new Card(nic.mac(), null)).toList()
                : all.cards());
        if (cards.stream().noneMatch(each -> each.mac().equalsIgnoreCase(card.mac()))) {
            cards.add(card);
        }
        cards.replaceAll(each -> each.mac().equalsIgnoreCase(card.mac()) ? card : each);
        return new RecoverySettings(all.memoryMebibytes(), all.processors(), all.boot(), all.bootDisk(), cards,
                all.probes(), all.shutDownSeconds());
    }

    /** Subnet and gateway of a network. */
    private final class Addresses {

        private final TextEntry subnet;
        private final TextEntry gateway;

        Addresses(String firstSubnet, String firstGateway) {
            subnet = new TextEntry("network-subnet", texts.text("networks.subnet"), Kind.LINE, firstSubnet,
                    checks.optional(checks.subnet())).with(texts.text("networks.subnet.hint"));
            gateway = new TextEntry("network-gateway", texts.text("networks.gateway"), Kind.LINE, firstGateway,
                    typed -> checks.within(typed, subnet.text()));
            gateway.judgedWith(subnet);
        }
    }

    /** Address and gateway of a card. */
    private final class CardFields {

        private final TextEntry address;
        private final TextEntry gateway;

        CardFields(String id, String key, CardAddress before) {
            address = new TextEntry(id, texts.text(key), Kind.LINE, before == null ? "" : before.address(),
                    checks.optional(checks.address())).with(texts.text("networks.card.hint"));
            gateway = new TextEntry(id + "-gateway", texts.text(key + ".gateway"), Kind.LINE,
                    before == null ? "" : before.gateway(), typed -> checks.within(typed, address.text()));
            gateway.judgedWith(address);
        }

        CardAddress value() {
            return address.textOrNull() == null
                    ? null
                    : new CardAddress(address.text(), gateway.textOrNull());
        }
    }
}
