package secondsite.app.points;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Subscription;
import secondsite.api.activity.Event;
import secondsite.api.client.ActivityClient;
import secondsite.api.machine.MachineSummary;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.point.MachinePoints;
import secondsite.api.replication.Protection;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.ChosenPoint;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/**
 * What the machine whose page is shown can be brought back to. Asked again when something happened to the machine, and every quarter of a
 * minute. A point that was chosen stays chosen: "the newest" is a moment, not whatever is newest later.
 */
@Singleton
public final class PointsViewModel {

    private static final int MOST_EVENTS = 100;
    /** Of the samples of the deployment's health, which come every five seconds. */
    private static final int EACH = 3;

    /** How far back is looked. */
    public enum Window {
        HOUR(Duration.ofHours(1)), SIX_HOURS(Duration.ofHours(6)), DAY(Duration.ofHours(24)), THREE_DAYS(
                Duration.ofHours(72)), ALL(null);

        private final Duration length;

        Window(Duration length) {
            this.length = length;
        }
    }

    /**
     * What was told at a moment.
     *
     * @param from   null when it is looked back without end
     * @param points newest first
     */
    public record Told(MachineSummary machine, Protection protection, Instant from, Instant to,
            List<MachinePoint> points, MachinePoints all, List<Event> events) {}

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final TickingClock clock;
    private final ReadOnlyObjectWrapper<Told> told = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Window> window = new SimpleObjectProperty<>(Window.DAY);
    private final ReadOnlyObjectWrapper<MachinePoint> selected = new ReadOnlyObjectWrapper<>();
    private Subscription hearing = Subscription.EMPTY;
    private UUID machine;
    private int question;
    private int samples;

    @Inject
    PointsViewModel(Session session, LiveModel live, Tasks tasks, TickingClock clock, Navigator navigator) {
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.clock = clock;
        navigator.place().addListener((_, _, place) -> arrive(place));
        window.addListener(_ -> ask());
        arrive(navigator.place().get());
    }

    private void arrive(Place place) {
        hearing.unsubscribe();
        hearing = Subscription.EMPTY;
        if (place.screen() != Screen.MACHINE) {
            return;
        }
        UUID wanted = UUID.fromString(place.parameter().split("/", 2)[0]);
        if (!wanted.equals(machine)) {
            machine = wanted;
            told.set(null);
            selected.set(null);
        }
        hearing = live.whenChanged(machine.toString(), this::ask)
                .and(live.samplesTaken().subscribe((_, _) -> sampled()));
        ask();
    }

    private void sampled() {
        if (++samples % EACH == 0) {
            ask();
        }
    }

    private void ask() {
        if (machine == null) {
            return;
        }
        int now = ++question;
        UUID wanted = machine;
        Instant to = clock.instant();
        Instant from = window.get().length == null ? null : to.minus(window.get().length);
        tasks.run(() -> asked(wanted, from, to), answer -> take(now, answer), e -> {
            if (now == question) {
                fault.set(String.valueOf(e.getMessage()));
            }
        });
    }

    private Told asked(UUID id, Instant from, Instant to) throws Exception {
        MachineSummary summary = session.inventory().machine(id).summary();
        Protection protection = session.protection().protection(id);
        List<Event> events = session.activity()
                .events(new ActivityClient.Events(null, null, id.toString(), from), null, MOST_EVENTS).items();
        MachinePoints all = protection.epoch() == 0
                ? new MachinePoints(id, List.of(), List.of(), List.of(), null)
                : session.recovery().points(id, new MachinePointQuery(from, null, null, true, null,
                        MachinePointQuery.MAX_LIMIT));
        return new Told(summary, protection, from, to, all.points(), all, events);
    }

    private void take(int number, Told answer) {
        if (number == question) {
            tell(answer);
        }
    }

    void tell(Told answer) {
        fault.set("");
        told.set(answer);
        selected.set(selected.get() == null
                ? answer.points().stream().findFirst().orElse(null)
                : again(answer, selected.get()));
    }

    /** The same point as it is now, which may be pinned since; what is not in view any more stays as it was. */
    private static MachinePoint again(Told answer, MachinePoint point) {
        return find(answer.points(), key(point)).orElse(point);
    }

    private static Optional<MachinePoint> find(List<MachinePoint> points, String key) {
        return points.stream().filter(each -> key(each).equals(key)).findFirst();
    }

    /** Names a point among those of its machine. */
    static String key(MachinePoint point) {
        return point.id() == null ? point.time().toString() : point.id().toString();
    }

    void select(String key) {
        Optional.ofNullable(told.get()).flatMap(now -> find(now.points(), key)).ifPresent(selected::set);
    }

    /** Null until it was told. */
    ReadOnlyObjectProperty<Told> told() {
        return told.getReadOnlyProperty();
    }

    /** Why it cannot be told; empty when it can. */
    ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    ObjectProperty<Window> window() {
        return window;
    }

    /** Null when there is none. */
    ReadOnlyObjectProperty<MachinePoint> selected() {
        return selected.getReadOnlyProperty();
    }

    /** What actions are done to. */
    Optional<ChosenPoint> chosen() {
        return told.get() == null || selected.get() == null
                ? Optional.empty()
                : Optional.of(new ChosenPoint(machine().orElseThrow(), selected.get()));
    }

    Optional<ChosenMachine> machine() {
        return Optional.ofNullable(told.get()).map(now -> new ChosenMachine(now.machine(), now.protection()));
    }

    /** Whether there is a newer point than the one that is chosen. */
    boolean newerThanSelected() {
        return told.get() != null && selected.get() != null && told.get().points().stream().findFirst()
                .filter(newest -> newest.time().isAfter(selected.get().time())).isPresent();
    }

    void selectNewest() {
        Optional.ofNullable(told.get()).flatMap(now -> now.points().stream().findFirst()).ifPresent(selected::set);
    }
}
