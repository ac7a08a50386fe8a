package secondsite.app.machines;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import secondsite.api.client.ActivityClient;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.Policy;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.app.fx.Tasks;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** One machine, while somebody looks at it: asked again whenever something happened to it, and every few seconds. */
@Singleton
public final class MachineViewModel {

    private static final int MOST_JOBS = 100;
    private static final int MOST_EVENTS = 200;
    private static final int MOST_SAMPLES = 2_000;

    /** The parts of the page, in their order; their names in lower case stand in places. */
    enum Tab {
        OVERVIEW, POINTS, DISKS, JOBS, EVENTS, SETTINGS;

        static Tab of(String word) {
            for (Tab tab : values()) {
                if (tab.name().equalsIgnoreCase(word)) {
                    return tab;
                }
            }
            return OVERVIEW;
        }
    }

    /** How old its newest recovery point was. @param rpo null when that was not known */
    record Measured(Instant at, Duration rpo) {}

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final Navigator navigator;
    private final ReadOnlyObjectWrapper<MachineFacts> facts = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Tab> tab = new ReadOnlyObjectWrapper<>(Tab.OVERVIEW);
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final List<Measured> measured = new ArrayList<>();
    private Subscription hearing = Subscription.EMPTY;
    private UUID machine;
    private boolean asking;
    private boolean again;

    @Inject
    MachineViewModel(Session session, LiveModel live, Tasks tasks, Navigator navigator) {
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.navigator = navigator;
    }

    /** @param place with the machine's id, and perhaps {@code /TAB} behind it */
    void arrive(Place place) {
        String[] words = place.parameter().split("/", 2);
        UUID wanted = UUID.fromString(words[0]);
        if (words.length == 2) {
            tab.set(Tab.of(words[1]));
        }
        if (!wanted.equals(machine)) {
            tab.set(Tab.of(words.length == 2 ? words[1] : ""));
            machine = wanted;
            facts.set(null);
            measured.clear();
            fault.set("");
        }
        live.machine(wanted).map(MachineSummary::name).ifPresent(name -> navigator.name(Screen.MACHINE, name));
        leave();
        hearing = live.whenChanged(wanted.toString(), this::ask)
                .and(live.samplesTaken().subscribe((_, _) -> ask()));
        ask();
    }

    /** Nobody looks at it any more. */
    void leave() {
        hearing.unsubscribe();
        hearing = Subscription.EMPTY;
    }

    /** Asks for all of it; while an answer is waited for, once more afterwards. */
    private void ask() {
        if (asking) {
            again = true;
            return;
        }
        asking = true;
        UUID wanted = machine;
        tasks.run(() -> asked(wanted), answer -> {
            take(wanted, answer);
            next();
        }, e -> {
            if (wanted.equals(machine)) {
                fault.set(String.valueOf(e.getMessage()));
            }
            next();
        });
    }

    private void next() {
        asking = false;
        if (again) {
            again = false;
            ask();
        }
    }

    private MachineFacts asked(UUID id) throws Exception {
        String subject = id.toString();
        return new MachineFacts(session.inventory().machine(id), session.protection().protection(id),
                session.failovers().failovers(id, false),
                session.activity().jobs(new ActivityClient.Jobs(List.of(), null, subject), null, MOST_JOBS).items(),
                session.activity().events(new ActivityClient.Events(null, null, subject, null), null, MOST_EVENTS)
                        .items());
    }

    private void take(UUID id, MachineFacts answer) {
        if (!id.equals(machine)) {
            return;
        }
        fault.set("");
        measure(answer);
        navigator.name(Screen.MACHINE, answer.summary().name());
        facts.set(answer);
    }

    private void measure(MachineFacts answer) {
        Double seconds = answer.protection().rpoSeconds();
        measured.add(new Measured(live.heard().get(),
                seconds == null ? null : Duration.ofMillis((long) (seconds * 1000))));
        if (measured.size() > MOST_SAMPLES) {
            measured.removeFirst();
        }
    }

    /** Null until it was told. */
    ReadOnlyObjectProperty<MachineFacts> facts() {
        return facts.getReadOnlyProperty();
    }

    /** Why it cannot be told; empty when it can. */
    ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Tab> tab() {
        return tab.getReadOnlyProperty();
    }

    void show(Tab wanted) {
        tab.set(wanted);
    }

    UUID machine() {
        return machine;
    }

    /** Since somebody looks at it, oldest first. */
    List<Measured> measured() {
        return List.copyOf(measured);
    }

    Optional<Policy> policy() {
        return Optional.ofNullable(facts.get()).flatMap(now -> Optional.ofNullable(now.protection().policy()))
                .flatMap(live::policy);
    }

    /** Name of the replication group in which it is; empty when it is in none. */
    Optional<String> replicationGroup() {
        return Optional.ofNullable(facts.get()).map(now -> now.protection().group())
                .flatMap(group -> live.replicationGroups().stream().filter(each -> each.id().equals(group))
                        .map(ReplicationGroup::name).findFirst());
    }

    /** Name of the site where its replica is kept; empty when that is not known. */
    Optional<String> targetSite() {
        return Optional.ofNullable(facts.get()).flatMap(now -> live.servers().stream()
                .filter(server -> "master-target".equals(server.kind())
                        && server.name().equals(now.protection().masterTarget()))
                .map(ServerSummary::site).filter(site -> site != null).findFirst()).flatMap(live::site)
                .map(Site::name);
    }

    void openJob(long number) {
        navigator.go(Screen.JOB, Long.toString(number));
    }
}
