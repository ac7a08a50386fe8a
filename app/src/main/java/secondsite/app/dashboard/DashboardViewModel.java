package secondsite.app.dashboard;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.machine.MachineSummary;
import secondsite.api.plan.KnownPlan;
import secondsite.api.policy.Policy;
import secondsite.api.replication.HealthSummary;
import secondsite.app.control.Status;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Sample;
import secondsite.app.words.EventText;
import secondsite.app.words.ToldText;
import secondsite.app.words.JobText;

/**
 * What the dashboard shows: made anew of the live model when something of it changed, once for all that changed together, and only while
 * somebody looks at it.
 */
@Singleton
public final class DashboardViewModel {

    private static final int MOST_ATTENTION = 50;
    private static final int MOST_EVENTS = 6;

    private final LiveModel live;
    private final Navigator navigator;
    private final Catalogue catalogue;
    private final Texts texts;
    private final Formats formats;
    private final EventText happened;
    private final ToldText told;
    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Overview> overview = new ReadOnlyObjectWrapper<>();
    private boolean shown;
    private boolean coming;

    /** All of it at a moment. */
    public record Overview(boolean ready, Protection protection, Rpo rpo, Throughput throughput, Readiness readiness,
            List<Attention> attention, List<Job> jobs, List<Happening> events, List<Sample> samples) {}

    /** Machines by how well they are. */
    public record Protection(long machines, long well, long warning, long critical, long unknown, long unprotected) {}

    /** The machine whose newest point is oldest. @param targetSeconds what its policy allows; NaN when that is not known */
    public record Rpo(Status status, String age, String machine, String target, double targetSeconds, long unknown,
            Place place) {}

    /** Bytes that go to the other site. */
    public record Throughput(String sent, String written) {}

    /** Plans that were tested as they should be. */
    public record Readiness(int ready, List<PlanReadiness> plans) {}

    @Inject
    public DashboardViewModel(LiveModel live, Navigator navigator, Catalogue catalogue, Texts texts,
            Formats formats, EventText happened, ToldText told, Tasks tasks) {
        this.told = told;
        this.live = live;
        this.navigator = navigator;
        this.catalogue = catalogue;
        this.texts = texts;
        this.formats = formats;
        this.happened = happened;
        this.tasks = tasks;
        InvalidationListener changed = _ -> follow();
        for (Observable part : List.of(live.health(), live.alerts(), live.jobs(), live.plans(), live.events(),
                live.ready())) {
            part.addListener(changed);
        }
        anew();
    }

    /** Somebody looks at it, or does not any more. */
    public void shown(boolean now) {
        shown = now;
        if (now) {
            anew();
        }
    }

    private void follow() {
        if (shown && !coming) {
            coming = true;
            tasks.inWindows(() -> {
                coming = false;
                anew();
            });
        }
    }

    /** Says everything again, as after a change of the language. */
    public void anew() {
        overview.set(new Overview(live.ready().get(), protection(), rpo(), throughput(), readiness(), attention(),
                jobs(), events(), live.samples()));
    }

    private Protection protection() {
        HealthSummary health = live.health().get();
        if (health == null) {
            return new Protection(0, 0, 0, 0, 0, 0);
        }
        HealthSummary.Levels levels = health.machines();
        return new Protection(levels.ok() + levels.warning() + levels.critical() + levels.unknown()
                + health.unprotected(), levels.ok(), levels.warning(), levels.critical(), levels.unknown(),
                health.unprotected());
    }

    private Rpo rpo() {
        HealthSummary health = live.health().get();
        if (health == null || health.worstRpoSeconds() == null) {
            return new Rpo(Status.UNKNOWN, texts.text("dashboard.rpo.none"), "", "", Double.NaN,
                    health == null ? 0 : health.rpoUnknown(), Place.of(Screen.MACHINES));
        }
        double target = target(health.worstRpoMachine());
        String allowed = Double.isNaN(target) ? "" : texts.text("dashboard.rpo.target", formats.duration(target));
        return new Rpo(judged(health.worstRpoMachine(), health.worstRpoSeconds(), target),
                formats.duration(health.worstRpoSeconds()), health.worstRpoName(), allowed, target,
                health.rpoUnknown(), new Place(Screen.MACHINE, health.worstRpoMachine().toString()));
    }

    /** Of the policy of the machine's group; NaN when that is not known. */
    private double target(UUID machine) {
        return live.machine(machine).map(MachineSummary::group).flatMap(live::hostGroup)
                .flatMap(group -> group.policy() == null ? standard() : live.policy(group.policy()))
                .or(this::standard).map(policy -> (double) policy.rpoWarningSeconds()).orElse(Double.NaN);
    }

    private Optional<Policy> standard() {
        return live.policies().stream().filter(policy -> policy.failback() != null)
                .min(Comparator.comparing(Policy::name));
    }

    private Status judged(UUID machine, double seconds, double target) {
        boolean exceeded = live.alerts().stream().anyMatch(
                alert -> alert.code() == ErrorCode.RPO_EXCEEDED && machine.toString().equals(alert.subject()));
        return exceeded || seconds > target ? Status.CRIT : Status.OK;
    }

    private Throughput throughput() {
        HealthSummary health = live.health().get();
        return health == null
                ? new Throughput("–", "")
                : new Throughput(formats.rate(health.sentPerSecond()),
                        texts.text("dashboard.throughput.written", formats.rate(health.writtenPerSecond())));
    }

    private Readiness readiness() {
        List<PlanReadiness> plans = live.plans().stream()
                .sorted(Comparator.comparing(plan -> plan.plan().name())).map(this::readiness).toList();
        return new Readiness((int) plans.stream().filter(plan -> plan.status() == Status.OK).count(), plans);
    }

    private PlanReadiness readiness(KnownPlan plan) {
        boolean wrong = live.alerts().stream().anyMatch(alert -> plan.id().toString().equals(alert.subject()));
        String tested = plan.tested() == null
                ? texts.text("dashboard.plan.never")
                : texts.text("dashboard.plan.tested", formats.ago(plan.tested()));
        return new PlanReadiness(plan.plan().name(), wrong || plan.tested() == null ? Status.WARN : Status.OK, tested);
    }

    private List<Attention> attention() {
        return live.alerts().stream()
                .sorted(Comparator.comparing(Alert::severity).reversed()
                        .thenComparing(Comparator.comparing(Alert::raised).reversed()))
                .limit(MOST_ATTENTION).map(this::attention).toList();
    }

    private Attention attention(Alert alert) {
        return new Attention(EventText.status(alert.severity()),
                texts.text("dashboard.attention.line", alert.about(), catalogue.message(alert.code())),
                told.of(alert.detail()), alert.raised(), place(alert));
    }

    private static Place place(Alert alert) {
        return switch (alert.kind()) {
            case "machine" -> new Place(Screen.MACHINE, alert.subject());
            case "plan" -> new Place(Screen.PLAN, alert.subject());
            default -> new Place(Screen.INFRASTRUCTURE, alert.kind() + "/" + alert.subject());
        };
    }

    private List<Job> jobs() {
        return live.jobs().stream().filter(job -> !job.state().over()).sorted(JobText.order()).toList();
    }

    private List<Happening> events() {
        return live.events().stream().sorted(Comparator.comparingLong(Event::id).reversed()).limit(MOST_EVENTS)
                .map(event -> new Happening(EventText.status(event.severity()),
                        formats.minute(event.time()), happened.line(event)))
                .toList();
    }

    public ReadOnlyObjectProperty<Overview> overview() {
        return overview.getReadOnlyProperty();
    }

    public void open(Place place) {
        navigator.go(place);
    }

    /** Where there is no screen for it, nothing can be opened. */
    public boolean canOpen(Place place) {
        return place.screen().offered();
    }
}
