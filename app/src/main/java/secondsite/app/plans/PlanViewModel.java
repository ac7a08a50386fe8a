package secondsite.app.plans;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import secondsite.api.machine.MachineSummary;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanChange;
import secondsite.api.security.Role;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** One plan while somebody looks at it or changes it: the draft is this person's until it is kept at the server. */
@Singleton
public final class PlanViewModel {

    /** Stands for the id of a plan that is not there yet. */
    public static final String NEW = "new";

    private final Session session;
    private final LiveModel live;
    private final Navigator navigator;
    private final Permissions permissions;
    private final Tasks tasks;
    private final Texts texts;
    private final Formats formats;
    private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private Optional<KnownPlan> kept = Optional.empty();
    private PlanDraft draft;
    private boolean busy;
    private boolean newerKept;
    private String unknown;

    /**
     * All of it at a moment.
     *
     * @param known   whether there is such a plan, or it is a new one
     * @param title   of the screen
     * @param version of the plan and who made it; empty for a new one
     * @param faults  by field
     * @param free    machines that stand in no group, by name
     * @param changed whether the draft says something else than the server
     * @param newer   whether somebody else changed the plan meanwhile
     */
    public record Page(boolean known, String title, String version, PlanDraft draft, Map<String, String> faults,
            List<MachineSummary> free, boolean changed, boolean newer, boolean busy) {}

    @Inject
    PlanViewModel(Session session, LiveModel live, Navigator navigator, Permissions permissions, Tasks tasks,
            Texts texts, Formats formats) {
        this.session = session;
        this.live = live;
        this.navigator = navigator;
        this.permissions = permissions;
        this.tasks = tasks;
        this.texts = texts;
        this.formats = formats;
        draft = PlanDraft.empty(texts.text("plan.group.name", 1));
        live.plans().addListener((InvalidationListener) _ -> follow());
        live.machines().addListener((InvalidationListener) _ -> anew());
        anew();
    }

    /** @param id of a plan, or {@link #NEW}. A draft that was begun of the same plan goes on. */
    public void show(String id) {
        boolean same = kept.map(plan -> plan.id().toString()).orElse(NEW).equals(id);
        if (!same || !changed()) {
            problem.set("");
            newerKept = false;
            // One that was just made is told of later.
            Optional<KnownPlan> before = same ? kept : Optional.empty();
            kept = live.plans().stream().filter(plan -> plan.id().toString().equals(id)).findFirst().or(() -> before);
            draft = kept.map(plan -> PlanDraft.of(plan.plan()))
                    .orElseGet(() -> PlanDraft.empty(texts.text("plan.group.name", 1)));
        }
        unknown = kept.isEmpty() && !NEW.equals(id) ? id : null;
        anew();
        if (unknown != null) {
            find(id);
        }
    }

    private void find(String id) {
        tasks.run(() -> session.plans().plan(UUID.fromString(id)), found -> {
            if (id.equals(unknown)) {
                unknown = null;
                take(found);
            }
        }, e -> problem.set(e.getMessage()));
    }

    private void take(KnownPlan plan) {
        kept = Optional.of(plan);
        draft = PlanDraft.of(plan.plan());
        newerKept = false;
        anew();
    }

    /** What the server tells of the plan is shown unless this person is changing it. */
    private void follow() {
        Optional<KnownPlan> now = kept.flatMap(
                plan -> live.plans().stream().filter(other -> other.id().equals(plan.id())).findFirst());
        if (now.isPresent() && now.get().version() > kept.orElseThrow().version()) {
            if (changed()) {
                newerKept = true;
            } else {
                kept = now;
                draft = PlanDraft.of(now.get().plan());
            }
        }
        anew();
    }

    /** Says everything again, as after a change of the language. */
    public void anew() {
        List<UUID> placed = draft.machines();
        List<MachineSummary> free = live.machines().stream().filter(machine -> !placed.contains(machine.id()))
                .sorted(Comparator.comparing(MachineSummary::name)).toList();
        page.set(new Page(unknown == null, kept.map(plan -> plan.plan().name()).orElse(texts.text("plan.new")),
                kept.map(this::version).orElse(""), draft,
                PlanFaults.of(draft, id -> live.machine(id).isPresent(), texts), free, changed(), newerKept, busy));
    }

    private String version(KnownPlan plan) {
        return texts.text("plan.version", plan.version(), plan.changedBy(), formats.time(plan.changed()));
    }

    private boolean changed() {
        return kept.map(plan -> !PlanDraft.of(plan.plan()).equals(draft))
                .orElseGet(() -> !draft.name().isEmpty() || !draft.machines().isEmpty());
    }

    /** Changes the draft. */
    public void change(UnaryOperator<PlanDraft> how) {
        draft = how.apply(draft);
        anew();
    }

    public void addGroup() {
        change(old -> {
            int number = old.groups().size() + 1;
            while (named(old, texts.text("plan.group.name", number))) {
                number++;
            }
            return old.added(texts.text("plan.group.name", number));
        });
    }

    private static boolean named(PlanDraft draft, String name) {
        return draft.groups().stream().anyMatch(group -> group.name().equals(name));
    }

    public ReadOnlyObjectProperty<Page> page() {
        return page.getReadOnlyProperty();
    }

    /** What could not be done; empty when all is well. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    public Optional<KnownPlan> kept() {
        return kept;
    }

    public String machine(UUID id) {
        return live.machine(id).map(MachineSummary::name).orElse(id.toString());
    }

    /** Why a machine needs a second look: it stands in other plans too; empty for nothing. */
    public String warning(UUID machine) {
        List<String> others = PlansViewModel.elsewhere(live.plans(), kept.map(KnownPlan::id).orElse(null), machine);
        return others.isEmpty() ? "" : texts.text("plan.machine.elsewhere", String.join(", ", others));
    }

    /** Whether this person may change plans. */
    public Permission mayChange() {
        return permissions.role(Role.ADMIN);
    }

    /** Whether this person may have plans run, at least as a test. */
    public Permission mayRun() {
        return permissions.role(Role.OPERATOR);
    }

    /** Whether the draft can be kept now. */
    public Permission maySave() {
        Page now = page.get();
        Permission permission = permissions.role(Role.ADMIN);
        if (!permission.allowed()) {
            return permission;
        }
        if (!now.faults().isEmpty()) {
            return Permission.no(texts.text("plan.save.faults", now.faults().size()));
        }
        return now.changed() && !busy ? Permission.YES : Permission.no(texts.text("plan.save.same"));
    }

    /** Keeps the draft as the plan's next version, unless there is a newer one than that from which it was made. */
    public void save() {
        if (!maySave().allowed()) {
            return;
        }
        Plan plan = draft.plan();
        Optional<KnownPlan> before = kept;
        begin();
        tasks.run(() -> before.isPresent()
                ? session.plans().change(before.get().id(), new PlanChange(before.get().version(), plan))
                : session.plans().add(plan), saved -> {
                    busy = false;
                    take(saved);
                    navigator.go(Screen.PLAN, saved.id().toString());
                }, this::fail);
    }

    /** The draft is forgotten; what the server has is shown. */
    public void revert() {
        problem.set("");
        Optional<KnownPlan> now = kept.flatMap(
                plan -> live.plans().stream().filter(other -> other.id().equals(plan.id())).findFirst()).or(() -> kept);
        now.ifPresentOrElse(this::take, () -> change(_ -> PlanDraft.empty(texts.text("plan.group.name", 1))));
    }

    /** What its runs left as evidence stays. */
    public void remove() {
        kept.ifPresent(plan -> {
            begin();
            tasks.run(() -> {
                session.plans().remove(plan.id());
                return null;
            }, _ -> {
                busy = false;
                kept = Optional.empty();
                draft = PlanDraft.empty(texts.text("plan.group.name", 1));
                anew();
                navigator.go(Screen.PLANS);
            }, this::fail);
        });
    }

    private void begin() {
        problem.set("");
        busy = true;
        anew();
    }

    void fail(Exception e) {
        busy = false;
        problem.set(e.getMessage());
        anew();
    }

    /** Writes the plan as the server has it. */
    public void export(Path file) {
        kept.ifPresent(plan -> tasks.run(
                () -> Files.writeString(file, session.plans().export(plan.id())),
                _ -> problem.set(""), this::fail));
    }
}
