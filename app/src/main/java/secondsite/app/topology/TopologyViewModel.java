package secondsite.app.topology;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.app.action.Action;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenMachine;
import secondsite.app.control.Status;
import secondsite.app.control.topology.Topology;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/**
 * What the topology shows, which part of it was chosen, and what can be done with that. Follows the live model while it is shown: the
 * picture is made in the background, once a second however much changes.
 */
@Singleton
public final class TopologyViewModel {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);

    private final Session session;
    private final LiveModel live;
    private final Navigator navigator;
    private final Actions actions;
    private final Tasks tasks;
    private final TickingClock clock;
    private final Texts texts;
    private final Formats formats;
    private final TopologyWords words;
    /** Of the pictures, which are made one after the other. */
    private final DrawnMachines drawn = new DrawnMachines();
    private final ReadOnlyObjectWrapper<Topology> topology = new ReadOnlyObjectWrapper<>(Topology.EMPTY);
    private final ReadOnlyObjectWrapper<Counts> counts = new ReadOnlyObjectWrapper<>(new Counts(0, Map.of()));
    private final ReadOnlyObjectWrapper<Chosen> chosen = new ReadOnlyObjectWrapper<>(Chosen.NOTHING);
    private final ReadOnlyObjectWrapper<Status> filter = new ReadOnlyObjectWrapper<>();
    private Map<UUID, ReplicationPath> paths = Map.of();
    private Optional<Protection> protection = Optional.empty();
    private Instant asked = Instant.EPOCH;
    private String selected;
    private Language drawnIn;
    private boolean shown;
    private boolean making;
    /** Something that a person did waits for the picture that is being made. */
    private boolean wanted;
    /** Something changed since the picture was made. */
    private boolean changed;
    private boolean madeInThisSecond;

    /** Machines by the status by which they are drawn. */
    public record Counts(int all, Map<Status, Integer> of) {}

    /** Something that is to be said of what was chosen. */
    public record Fact(String name, String value) {}

    /**
     * What was chosen.
     *
     * @param kind    {@code machine}, {@code server}, {@code group}; empty for nothing
     * @param machine null for what is no machine
     */
    public record Chosen(String id, String kind, String name, String place, Status status, String word,
            List<Fact> facts, ChosenMachine machine) {

        static final Chosen NOTHING = new Chosen("", "", "", "", Status.UNKNOWN, "", List.of(), null);
    }

    @Inject
    TopologyViewModel(Session session, LiveModel live, Navigator navigator, Actions actions, Tasks tasks,
            TickingClock clock, Texts texts, Formats formats, TopologyWords words) {
        this.session = session;
        this.live = live;
        this.navigator = navigator;
        this.actions = actions;
        this.tasks = tasks;
        this.clock = clock;
        this.texts = texts;
        this.formats = formats;
        this.words = words;
        InvalidationListener follows = _ -> follow();
        for (Observable part : List.of(live.machines(), live.servers(), live.sites(), live.hostGroups(),
                live.replicationGroups(), live.alerts())) {
            part.addListener(follows);
        }
        clock.now().addListener(_ -> tick());
    }

    /** Somebody looks at it, or does not any more. */
    public void shown(boolean now) {
        shown = now;
        if (now) {
            anew();
            ask();
        }
    }

    private void follow() {
        changed = true;
        if (shown && !making && !madeInThisSecond) {
            anew();
        }
    }

    private void tick() {
        madeInThisSecond = false;
        if (changed) {
            follow();
        }
        if (shown && !clock.now().get().isBefore(asked.plus(BETWEEN_QUESTIONS))) {
            ask();
        }
    }

    /** What flows is told by no event: it is asked again and again. */
    private void ask() {
        asked = clock.now().get();
        tasks.run(() -> session.protection().paths(), told -> {
            paths = told.stream().collect(Collectors.toMap(ReplicationPath::machine, Function.identity()));
            follow();
        }, _ -> {
            // The picture keeps what is known; the frame says that the server is not reached.
        });
    }

    /** Says everything again, as after a change of the language. */
    public void anew() {
        counts.set(new Counts(live.machines().size(), live.machines().stream()
                .collect(Collectors.toMap(MachineStatus::of, _ -> 1, Integer::sum))));
        if (making) {
            wanted = true;
            return;
        }
        making = true;
        wanted = false;
        changed = false;
        madeInThisSecond = true;
        Status only = filter.get();
        var deployment = new Deployment(List.copyOf(live.sites()), List.copyOf(live.hostGroups()),
                List.copyOf(live.replicationGroups()), List.copyOf(live.machines()), List.copyOf(live.servers()),
                List.copyOf(live.alerts()), paths);
        Language spoken = texts.language().get();
        boolean other = spoken != drawnIn;
        drawnIn = spoken;
        tasks.run(() -> picture(deployment, only, other), this::take, e -> {
            making = false;
            throw new IllegalStateException(e);
        });
    }

    private Topology picture(Deployment deployment, Status only, boolean otherLanguage) {
        if (otherLanguage) {
            drawn.forget();
        }
        return TopologyPicture.of(deployment, machine -> only == null || MachineStatus.of(machine) == only, words,
                drawn);
    }

    private void take(Topology made) {
        making = false;
        topology.set(made);
        tell();
        if (wanted) {
            anew();
        }
    }

    public ReadOnlyObjectProperty<Topology> topology() {
        return topology.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Counts> counts() {
        return counts.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Chosen> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** Null for all. */
    public ReadOnlyObjectProperty<Status> filter() {
        return filter.getReadOnlyProperty();
    }

    /** Only machines of this status are shown. @param only null for all */
    public void show(Status only) {
        filter.set(only);
        anew();
    }

    public String word(Status status) {
        return words.status(status);
    }

    /** @param id of a machine, group or server in the picture; null for nothing */
    public void choose(String id) {
        selected = id;
        protection = Optional.empty();
        tell();
        Optional<MachineSummary> machine = machine(id);
        machine.ifPresent(one -> tasks.run(() -> session.protection().protection(one.id()), told -> {
            if (one.id().toString().equals(selected)) {
                protection = Optional.of(told);
                tell();
            }
        }, _ -> {
            // Its commands say that what is allowed is not known.
        }));
    }

    private Optional<MachineSummary> machine(String id) {
        return id == null || id.contains("/") ? Optional.empty() : live.machine(UUID.fromString(id));
    }

    private Optional<ServerSummary> server(String id) {
        return live.servers().stream().filter(server -> TopologyPicture.id(server.kind(), server.name()).equals(id))
                .findFirst();
    }

    private void tell() {
        chosen.set(machine(selected).map(this::chosen).or(() -> server(selected).map(this::chosen))
                .or(() -> group().map(this::chosen)).orElse(Chosen.NOTHING));
    }

    private Chosen chosen(MachineSummary machine) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("rpo", words.rpo(machine)));
        facts.add(fact("disks", texts.text("topology.fact.disks.value", machine.disks(),
                formats.size(machine.bytes()))));
        Optional.ofNullable(paths.get(machine.id())).ifPresent(path -> {
            facts.add(fact("way", path.processServer() + " → " + path.masterTarget()));
            facts.add(fact("rate", path.bytesPerSecond() == null ? "–" : words.rate(path.bytesPerSecond())));
        });
        facts.add(fact("heard", machine.lastSeen() == null ? "–" : formats.ago(machine.lastSeen())));
        String site = Optional.ofNullable(machine.site()).flatMap(live::site).map(Site::name).orElse(words.nowhere());
        Status status = MachineStatus.of(machine);
        return new Chosen(selected, "machine", machine.name(), site, status, words.status(status), facts,
                new ChosenMachine(machine, protection.orElse(null)));
    }

    private Chosen chosen(ServerSummary server) {
        Topology.Server drawn = topology.get().sites().stream().flatMap(site -> site.servers().stream())
                .filter(each -> each.id().equals(selected)).findFirst().orElseThrow();
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("address", server.address() == null ? "–" : server.address().toString()));
        facts.add(fact("version", server.version() == null ? "–" : server.version()));
        facts.add(fact("replicas", server.disks() == null ? "–" : formats.count(server.disks())));
        facts.add(fact("heard", server.lastSeen() == null ? "–" : formats.ago(server.lastSeen())));
        return new Chosen(selected, "server", server.name(), words.server(server), drawn.status(),
                words.status(drawn.status()), facts, null);
    }

    private Optional<Topology.Group> group() {
        return topology.get().sites().stream().flatMap(site -> site.groups().stream())
                .filter(group -> group.id().equals(selected)).findFirst();
    }

    private Chosen chosen(Topology.Group group) {
        Map<Status, Long> by = group.machines().stream()
                .collect(Collectors.groupingBy(Topology.Machine::status, Collectors.counting()));
        List<Fact> facts = by.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> new Fact(words.status(entry.getKey()), formats.count(entry.getValue()))).toList();
        return new Chosen(selected, "group", group.name(), texts.text("topology.machines", group.machines().size()),
                group.status(), words.status(group.status()), facts, null);
    }

    private Fact fact(String key, String value) {
        return new Fact(texts.text("topology.fact." + key), value);
    }

    /** What can be done with a machine, in the order of menus. */
    public List<Action<ChosenMachine>> actions() {
        return actions.of(ChosenMachine.class);
    }

    /** Goes to the page of a machine or a server. */
    public void open(String id) {
        if (machine(id).isPresent()) {
            navigator.go(Screen.MACHINE, id);
        } else if (server(id).isPresent()) {
            navigator.go(Screen.INFRASTRUCTURE, id);
        }
    }
}
