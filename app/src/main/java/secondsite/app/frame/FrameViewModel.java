package secondsite.app.frame;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.machine.MachineSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenMachine;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.kept.Environment;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Freshness;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** What the frame shows around every screen. */
@Singleton
public final class FrameViewModel {

    private static final String TEST = "TEST";
    private static final String COMMIT_PENDING = "COMMIT_PENDING";
    private static final String FAILED_OVER = "FAILED_OVER";

    private final Session session;
    private final LiveModel live;
    private final Navigator navigator;
    private final Actions actions;
    private final Texts texts;
    private final Formats formats;
    private final ReadOnlyStringWrapper connection = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper age = new ReadOnlyStringWrapper("");
    private final ReadOnlyLongWrapper machines = new ReadOnlyLongWrapper();
    private final ReadOnlyLongWrapper running = new ReadOnlyLongWrapper();
    private final ReadOnlyLongWrapper critical = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Direction> direction = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private final BooleanProperty drawer = new SimpleBooleanProperty();
    private final ObservableList<Banner> banners = FXCollections.observableArrayList();
    /** Held, as who listens to it does not hold it. */
    private final ObservableList<Banner> bannersToRead = FXCollections
            .unmodifiableObservableList(banners);

    /** From where to where machines are brought, in the names of the sites. @param reversed whether some run at the other one now */
    public record Direction(String from, String to, boolean reversed) {}

    @Inject
    public FrameViewModel(Session session, LiveModel live, Navigator navigator, Actions actions, Texts texts,
            Formats formats, TickingClock clock) {
        this.session = session;
        this.live = live;
        this.navigator = navigator;
        this.actions = actions;
        this.texts = texts;
        this.formats = formats;
        live.machines().addListener((ListChangeListener<MachineSummary>) this::changed);
        live.jobs().addListener((InvalidationListener) _ -> countJobs());
        live.alerts().addListener((InvalidationListener) _ -> countAlerts());
        live.sites().addListener((InvalidationListener) _ -> direct());
        live.freshness().addListener(_ -> judge());
        live.latencyMillis().addListener(_ -> judge());
        clock.now().addListener(_ -> {
            live.look();
            judge();
        });
        anew();
    }

    /** Says everything again, as after a change of the language. */
    public void anew() {
        countMachines();
        countJobs();
        countAlerts();
        judge();
    }

    private void judge() {
        Freshness now = live.freshness().get();
        stale.set(now == Freshness.STALE);
        String heard = live.heard().get() == null ? "" : formats.time(live.heard().get());
        connection.set(switch (now) {
            case LIVE -> live.latencyMillis().get() < 0
                    ? texts.text("frame.connected")
                    : texts.text("frame.live", formats.count(live.latencyMillis().get()));
            case RECONNECTING -> texts.text("frame.reconnecting");
            case STALE -> texts.text("frame.stale", heard);
        });
        age.set(now == Freshness.LIVE
                ? texts.text("frame.age.live")
                : texts.text("frame.age.stale", heard));
        gatherBanners();
    }

    /** Of ten thousand machines that change all the time few say something that stands over everything. */
    private void changed(ListChangeListener.Change<? extends MachineSummary> change) {
        machines.set(live.machines().size());
        while (change.next()) {
            if (change.getRemoved().stream().anyMatch(FrameViewModel::isNotable)
                    || change.getAddedSubList().stream().anyMatch(FrameViewModel::isNotable)) {
                direct();
                gatherBanners();
                return;
            }
        }
    }

    private static boolean isNotable(MachineSummary machine) {
        return runsThere(machine) || TEST.equals(machine.failover());
    }

    private void countMachines() {
        machines.set(live.machines().size());
        direct();
        gatherBanners();
    }

    private void countJobs() {
        List<Job> going = live.jobs().stream().filter(each -> !each.state().over()).toList();
        running.set(going.size());
        job.set(going.stream().min(Comparator.comparing(Job::begun)).orElse(null));
    }

    private void countAlerts() {
        critical.set(live.alerts().stream().filter(alert -> alert.severity() == Event.Severity.CRITICAL).count());
    }

    private void direct() {
        Optional<String> from = names(SiteKind.PRIMARY);
        Optional<String> to = names(SiteKind.SECONDARY).or(() -> names(SiteKind.CLOUD));
        boolean reversed = live.machines().stream().anyMatch(FrameViewModel::runsThere);
        direction.set(from.isPresent() && to.isPresent() ? new Direction(from.get(), to.get(), reversed) : null);
    }

    private static boolean runsThere(MachineSummary machine) {
        return COMMIT_PENDING.equals(machine.protection()) || FAILED_OVER.equals(machine.protection());
    }

    /** One site by its name, several by their number. */
    private Optional<String> names(SiteKind kind) {
        List<String> names = live.sites().stream().filter(site -> site.kind() == kind).map(Site::name).toList();
        return switch (names.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(names.getFirst());
            default -> Optional.of(texts.text("frame.sites", names.size()));
        };
    }

    private void gatherBanners() {
        List<Banner> now = new ArrayList<>();
        if (stale.get()) {
            now.add(new Banner("stale", "ci-connection-signal", texts.text("frame.banner.stale",
                    session.profile().name(), formats.time(live.heard().get())), null, null, null, List.of()));
        }
        List<MachineSummary> pending = with(machine -> COMMIT_PENDING.equals(machine.protection()));
        if (!pending.isEmpty()) {
            now.add(banner("over", "ci-next-filled", "frame.banner.pending", pending,
                    List.of("commit", "change-point")));
        }
        List<MachineSummary> tests = with(machine -> TEST.equals(machine.failover()));
        if (!tests.isEmpty()) {
            now.add(banner("test", "ci-chemistry", "frame.banner.test", tests, List.of("clean-up")));
        }
        if (!sayTheSame(now)) {
            banners.setAll(now);
        }
    }

    private boolean sayTheSame(List<Banner> now) {
        return now.size() == banners.size()
                && IntStream.range(0, now.size()).allMatch(i -> now.get(i).saysTheSame(banners.get(i)));
    }

    private List<MachineSummary> with(Predicate<MachineSummary> condition) {
        return live.machines().stream().filter(condition).sorted(Comparator.comparing(MachineSummary::name)).toList();
    }

    private Banner banner(String kind, String icon, String key, List<MachineSummary> concerned, List<String> deeds) {
        MachineSummary first = concerned.getFirst();
        boolean one = concerned.size() == 1;
        Place place = one
                ? new Place(Screen.MACHINE, first.id().toString())
                : new Place(Screen.MACHINES, kind);
        var machine = one ? new ChosenMachine(first, null) : null;
        return new Banner(kind, icon, texts.text(key, concerned.size(), first.name()),
                texts.text("frame.banner.show"), place, machine,
                one
                        ? deeds.stream().map(deed -> actions.action(deed, ChosenMachine.class))
                                .filter(deed -> deed.on(machine).allowed()).toList()
                        : List.of());
    }

    public Navigator navigator() {
        return navigator;
    }

    public String serverName() {
        return session.profile().name();
    }

    public String user() {
        return session.user();
    }

    public Environment environment() {
        return session.profile().environment();
    }

    /** The dot's meaning. */
    public ReadOnlyObjectProperty<Freshness> freshness() {
        return live.freshness();
    }

    /** How the connection is, in words. */
    public ReadOnlyStringProperty connection() {
        return connection.getReadOnlyProperty();
    }

    /** How old what is shown is. */
    public ReadOnlyStringProperty age() {
        return age.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty stale() {
        return stale.getReadOnlyProperty();
    }

    public ReadOnlyLongProperty machines() {
        return machines.getReadOnlyProperty();
    }

    public ReadOnlyLongProperty runningJobs() {
        return running.getReadOnlyProperty();
    }

    /** Open alerts that are critical. */
    public ReadOnlyLongProperty critical() {
        return critical.getReadOnlyProperty();
    }

    /** The one that has run longest; null when none runs. */
    public ReadOnlyObjectProperty<Job> job() {
        return job.getReadOnlyProperty();
    }

    public ObservableList<Job> jobs() {
        return live.jobs();
    }

    /** Null when there are not two sites. */
    public ReadOnlyObjectProperty<Direction> direction() {
        return direction.getReadOnlyProperty();
    }

    public ObservableList<Banner> banners() {
        return bannersToRead;
    }

    /** Whether the jobs are shown at the bottom. */
    public BooleanProperty drawer() {
        return drawer;
    }
}
