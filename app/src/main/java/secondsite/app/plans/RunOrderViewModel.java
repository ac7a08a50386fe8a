package secondsite.app.plans;

import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.security.Role;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.session.Session;

/** Somebody orders a run of a plan: what would be done is asked again with each choice, and shown before anything is. */
public final class RunOrderViewModel {

    private static final DateTimeFormatter TYPED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** To where machines go back. */
    public enum Point {
        LATEST("latest"), LATEST_APPLICATION("latest-app"), LATEST_GROUP("latest-group"), AT("");

        private final String word;

        Point(String word) {
            this.word = word;
        }

        /** Of its name. */
        public String key() {
            return "plan.order.point." + name();
        }
    }

    /**
     * What was chosen.
     *
     * @param time  as typed, in the zone of the screen
     * @param mapped whether a test connects its machines to the test networks of the mapping
     * @param read  whether the person ticked that what follows is understood
     * @param typed the name that has to be typed
     */
    public record Choice(FailoverKind kind, Point point, String time, boolean mapped, boolean read, String typed) {}

    /**
     * All of it at a moment.
     *
     * @param timeFault what is wrong with the time; empty for nothing
     * @param preview   of this choice; null while it is asked
     * @param asking    whether it is being asked
     * @param problem   why it could not be asked or done; empty when all is well
     * @param gate      what has to be passed
     * @param start     whether it may begin, and why not
     */
    public record Page(String plan, Choice choice, String timeFault, PlanPreview preview, boolean asking,
            String problem,
            Gate gate, Permission start) {}

    private final Session session;
    private final Permissions permissions;
    private final Tasks tasks;
    private final Texts texts;
    private final Formats formats;
    private final TickingClock clock;
    private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>();
    private KnownPlan plan;
    private Choice choice;
    private Optional<PlanPreview> preview = Optional.empty();
    private String problem = "";
    private boolean asking;
    private boolean starting;
    private long question;
    private BiConsumer<KnownPlan, StartedRun> started = (_, _) -> {
    };

    @Inject
    RunOrderViewModel(Session session, Permissions permissions, Tasks tasks, Texts texts, Formats formats,
            TickingClock clock) {
        this.session = session;
        this.permissions = permissions;
        this.tasks = tasks;
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
    }

    /** @param then what happens when the run has begun */
    public void order(KnownPlan wanted, FailoverKind kind, BiConsumer<KnownPlan, StartedRun> then) {
        plan = wanted;
        started = then;
        starting = false;
        choice = new Choice(kind, Point.LATEST, TYPED.format(clock.instant().atZone(clock.zone())), false, false, "");
        ask();
    }

    public void kind(FailoverKind kind) {
        // The sources are shut down so that nothing is lost: there is no other point than the latest.
        boolean planned = kind == FailoverKind.PLANNED;
        choice = new Choice(kind, planned ? Point.LATEST : choice.point(), choice.time(), choice.mapped(), false, "");
        ask();
    }

    public void point(Point point) {
        choice = new Choice(choice.kind(), point, choice.time(), choice.mapped(), false, choice.typed());
        ask();
    }

    public void time(String typed) {
        choice = new Choice(choice.kind(), choice.point(), typed, choice.mapped(), false, choice.typed());
        ask();
    }

    public void mapped(boolean mapped) {
        choice = new Choice(choice.kind(), choice.point(), choice.time(), mapped, false, choice.typed());
        ask();
    }

    public void read(boolean read) {
        choice = new Choice(choice.kind(), choice.point(), choice.time(), choice.mapped(), read, choice.typed());
        tell();
    }

    public void typed(String name) {
        choice = new Choice(choice.kind(), choice.point(), choice.time(), choice.mapped(), choice.read(), name);
        tell();
    }

    private Optional<Instant> time() {
        try {
            return Optional.of(LocalDateTime.parse(choice.time().strip(), TYPED).atZone(clock.zone()).toInstant())
                    .filter(time -> !time.isAfter(clock.instant()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private PlanRunRequest request() {
        String point = choice.kind() == FailoverKind.PLANNED
                ? null
                : choice.point() == Point.AT ? time().orElseThrow().toString() : choice.point().word;
        return new PlanRunRequest(choice.kind(), point, choice.kind() == FailoverKind.TEST && choice.mapped()
                ? PlanRunRequest.TestNetwork.MAPPED
                : null);
    }

    private boolean whole() {
        return choice.point() != Point.AT || time().isPresent();
    }

    /** Asks what would be done; answers to earlier questions come too late. */
    public void ask() {
        long mine = ++question;
        preview = Optional.empty();
        problem = "";
        asking = whole();
        tell();
        if (asking) {
            PlanRunRequest request = request();
            tasks.run(() -> session.plans().dryRun(plan.id(), request), told -> answer(mine, Optional.of(told), ""),
                    e -> answer(mine, Optional.empty(), e.getMessage()));
        }
    }

    private void answer(long asked, Optional<PlanPreview> told, String why) {
        if (asked == question) {
            asking = false;
            preview = told;
            problem = why;
            tell();
        }
    }

    private void tell() {
        page.set(new Page(plan.plan().name(), choice, whole() ? "" : texts.text("plan.order.time.fault"),
                preview.orElse(null), asking, problem, gate(), start()));
    }

    /** What has to be passed: the more there is to lose, the higher. */
    private Gate gate() {
        Gate gate = choice.kind() == FailoverKind.UNPLANNED ? Gate.TYPED : Gate.REVIEW;
        return gate.in(session.profile().environment());
    }

    private Permission start() {
        Permission role = permissions.role(Role.OPERATOR);
        if (!role.allowed()) {
            return role;
        }
        if (preview.isEmpty() || starting) {
            return Permission.no(texts.text(asking || starting ? "plan.order.wait" : "plan.order.no-preview"));
        }
        if (!preview.get().ready()) {
            return Permission.no(texts.text("plan.order.not-ready"));
        }
        if (gate().compareTo(Gate.REVIEW) >= 0 && !choice.read()) {
            return Permission.no(texts.text("plan.order.not-read"));
        }
        return gate() == Gate.TYPED && !choice.typed().strip().equals(plan.plan().name())
                ? Permission.no(texts.text("plan.order.not-typed", plan.plan().name()))
                : Permission.YES;
    }

    /** Begins the run as it was shown. */
    public void begin() {
        if (!start().allowed()) {
            return;
        }
        starting = true;
        tell();
        PlanRunRequest request = request();
        tasks.run(() -> session.plans().run(plan.id(), request), run -> started.accept(plan, run), e -> {
            starting = false;
            problem = e.getMessage();
            tell();
        });
    }

    /** What will be so afterwards, in a sentence: that it is understood has to be ticked. */
    public String consequence() {
        PlanPreview told = preview.orElse(null);
        long machines = plan.plan().groups().stream().mapToLong(group -> group.machines().size()).sum();
        String lost = told == null || told.lostSeconds() == null
                ? texts.text("plan.order.lost.unknown")
                : formats.duration(told.lostSeconds());
        return texts.text("plan.order.consequence." + choice.kind().name(), machines, lost);
    }

    /** Of the button. */
    public String verb() {
        long machines = plan.plan().groups().stream().mapToLong(group -> group.machines().size()).sum();
        return texts.text("plan.order.verb." + choice.kind().name(), machines);
    }

    public ReadOnlyObjectProperty<Page> page() {
        return page.getReadOnlyProperty();
    }
}
