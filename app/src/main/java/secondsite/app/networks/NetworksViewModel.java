package secondsite.app.networks;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.RecoverySettings.Card;
import secondsite.api.site.Network;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.fx.Tasks;
import secondsite.app.networks.MappedNetwork.Judgement;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** All networks with their mapping, and the cards of the machine that was chosen. */
@Singleton
public final class NetworksViewModel {

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final FailureText failures;
    private final ReadOnlyObjectWrapper<List<MappedNetwork>> networks = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<KnownCard>> cards = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private List<Network> told = List.of();
    private MachineSummary chosen;
    private Subscription listening = Subscription.EMPTY;

    /**
     * A card of a machine.
     *
     * @param nic  as its agent sees it; null for one that only the settings have
     * @param card as people said; null when nobody has said anything
     * @param all  the settings of the machine
     * @param own  all cards that the machine has
     */
    public record KnownCard(MachineSummary machine, String mac, NicFacts nic, Card card, RecoverySettings all,
            List<NicFacts> own) {}

    @Inject
    public NetworksViewModel(Session session, LiveModel live, Tasks tasks, FailureText failures) {
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.failures = failures;
    }

    /** Somebody comes. */
    public void arrive() {
        leave();
        listening = live.listen(event -> {
            if (event.type().startsWith("network.")) {
                ask();
            }
        });
        ask();
    }

    public void leave() {
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }

    public void ask() {
        tasks.run(() -> session.inventory().networks(), all -> {
            problem.set("");
            show(all);
        }, e -> problem.set(failures.of(e)));
    }

    /** These are all there are. */
    void show(List<Network> all) {
        told = List.copyOf(all);
        Set<UUID> targets = new HashSet<>();
        Set<UUID> inEarnest = new HashSet<>();
        for (Network network : all) {
            Optional.ofNullable(network.production()).ifPresent(targets::add);
            Optional.ofNullable(network.production()).ifPresent(inEarnest::add);
            Optional.ofNullable(network.test()).ifPresent(targets::add);
        }
        live.sites().stream().filter(site -> site.kind() == SiteKind.PRIMARY).map(Site::id)
                .forEach(site -> all.stream().filter(each -> each.site().equals(site)).map(Network::id)
                        .forEach(inEarnest::add));
        List<MappedNetwork> mapped = new ArrayList<>();
        for (Network network : all) {
            mapped.add(new MappedNetwork(network, site(network), name(network.production()), name(network.test()),
                    targets.contains(network.id()), judged(network, targets, inEarnest)));
        }
        mapped.sort(Comparator.comparing((MappedNetwork each) -> each.judgement()).reversed()
                .thenComparing(MappedNetwork::site).thenComparing(each -> each.network().name()));
        networks.set(List.copyOf(mapped));
    }

    private static Judgement judged(Network network, Set<UUID> targets, Set<UUID> inEarnest) {
        if (network.production() == null) {
            return targets.contains(network.id()) ? Judgement.TARGET : Judgement.UNMAPPED;
        }
        return network.test() != null && inEarnest.contains(network.test())
                ? Judgement.TEST_IN_PRODUCTION
                : Judgement.MAPPED;
    }

    private String site(Network network) {
        return live.site(network.site()).map(Site::name).orElse("");
    }

    /** With its site; empty for none. */
    String name(UUID network) {
        return told.stream().filter(each -> each.id().equals(network)).findFirst()
                .map(each -> each.name() + " · " + site(each)).orElse("");
    }

    /** Worst first. */
    public ReadOnlyObjectProperty<List<MappedNetwork>> networks() {
        return networks.getReadOnlyProperty();
    }

    List<Network> all() {
        return told;
    }

    /** Those that can take the place of one of that site. */
    List<Network> elsewhere(UUID site) {
        return told.stream().filter(network -> !network.site().equals(site)).toList();
    }

    public ObservableList<Site> sites() {
        return live.sites();
    }

    public ObservableList<MachineSummary> machines() {
        return live.machines();
    }

    /** Its cards are shown from now on. @param machine null for none */
    public void choose(MachineSummary machine) {
        if (machine == null || chosen == null || !machine.id().equals(chosen.id())) {
            cards.set(List.of());
        }
        chosen = machine;
        askCards();
    }

    /** Asks for the cards of the chosen machine. */
    void askCards() {
        MachineSummary wanted = chosen;
        if (wanted == null) {
            return;
        }
        tasks.run(() -> {
            List<NicFacts> own = session.inventory().machine(wanted.id()).nics();
            return known(wanted, own, session.failovers().settings(wanted.id()));
        }, all -> {
            if (Objects.equals(wanted, chosen)) {
                cards.set(all);
            }
        }, e -> problem.set(failures.of(e)));
    }

    static List<KnownCard> known(MachineSummary machine, List<NicFacts> own, RecoverySettings settings) {
        List<KnownCard> known = new ArrayList<>();
        List<Card> said = settings.cards() == null ? List.of() : settings.cards();
        for (NicFacts nic : own) {
            Card card = said.stream().filter(each -> each.mac().equalsIgnoreCase(nic.mac())).findFirst().orElse(null);
            known.add(new KnownCard(machine, nic.mac(), nic, card, settings, own));
        }
        said.stream().filter(card -> own.stream().noneMatch(nic -> nic.mac().equalsIgnoreCase(card.mac())))
                .forEach(card -> known.add(new KnownCard(machine, card.mac(), null, card, settings, own)));
        return known;
    }

    /** Of the chosen machine. */
    public ReadOnlyObjectProperty<List<KnownCard>> cards() {
        return cards.getReadOnlyProperty();
    }

    /** Why something could not be asked; empty when it could. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }
}
