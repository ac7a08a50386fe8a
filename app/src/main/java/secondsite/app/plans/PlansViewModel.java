package secondsite.app.plans;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import secondsite.api.activity.Alert;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanRun;
import secondsite.api.security.Role;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.control.Status;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** All plans, how ready each is, and what its last run came to. */
@Singleton
public final class PlansViewModel {

    private final Session session;
    private final LiveModel live;
    private final Navigator navigator;
    private final Permissions permissions;
    private final Catalogue catalogue;
    private final Tasks tasks;
    private final Texts texts;
    private final Formats formats;
    private final RunWords words;
    private final ObservableList<PlanRow> rows = FXCollections.observableArrayList();
    /** Held, as who listens to it does not hold it. */
    private final ObservableList<PlanRow> rowsToRead = FXCollections
            .unmodifiableObservableList(rows);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private List<PlanRun> runs = List.of();

    @Inject
    PlansViewModel(Session session, LiveModel live, Navigator navigator, Permissions permissions, Catalogue catalogue,
            Tasks tasks, Texts texts, Formats formats, RunWords words) {
        this.session = session;
        this.live = live;
        this.navigator = navigator;
        this.permissions = permissions;
        this.catalogue = catalogue;
        this.tasks = tasks;
        this.texts = texts;
        this.formats = formats;
        this.words = words;
        InvalidationListener changed = _ -> anew();
        for (Observable part : List.of(live.plans(), live.alerts())) {
            part.addListener(changed);
        }
        live.listen(event -> {
            if (event.type().startsWith("plan.")) {
                load();
            }
        });
        anew();
    }

    /** Asks what runs there were. */
    public void load() {
        tasks.run(() -> session.plans().runs(null).runs(), found -> {
            runs = found;
            anew();
        }, e -> problem.set(e.getMessage()));
    }

    /** Says everything again, as after a change of the language. */
    public void anew() {
        rows.setAll(live.plans().stream().sorted(Comparator.comparing(plan -> plan.plan().name())).map(this::row)
                .toList());
    }

    private PlanRow row(KnownPlan plan) {
        List<PlanRun> own = runs.stream().filter(run -> run.plan().equals(plan.id())).toList();
        Optional<PlanRun> last = own.stream().findFirst();
        Double measured = own.stream().map(PlanRun::rtoSeconds).filter(seconds -> seconds != null).findFirst()
                .orElse(null);
        PlanGoals goals = plan.plan().goals() == null ? new PlanGoals(null, null) : plan.plan().goals();
        Optional<Alert> alert = live.alerts().stream()
                .filter(open -> plan.id().toString().equals(open.subject())).findFirst();
        Status status = status(plan, alert, measured, goals);
        return new PlanRow(plan.id(), plan.plan().name(), status, readiness(plan, alert, status),
                plan.plan().groups().stream().mapToInt(group -> group.machines().size()).sum(),
                plan.plan().groups().size(), plan.tested(), words.against(measured, goals.rtoSeconds()), measured,
                last.map(words::status).orElse(Status.UNKNOWN), last.map(words::line).orElse(""), plan.openRun());
    }

    private static Status status(KnownPlan plan, Optional<Alert> alert, Double measured, PlanGoals goals) {
        boolean slow = measured != null && goals.rtoSeconds() != null && measured > goals.rtoSeconds();
        return alert.isPresent() || plan.tested() == null || slow ? Status.WARN : Status.OK;
    }

    private String readiness(KnownPlan plan, Optional<Alert> alert, Status status) {
        if (alert.isPresent()) {
            return catalogue.message(alert.get().code());
        }
        if (plan.tested() == null) {
            return texts.text("plans.readiness.never");
        }
        return texts.text(status == Status.OK ? "plans.readiness.ready" : "plans.readiness.slow");
    }

    public ObservableList<PlanRow> rows() {
        return rowsToRead;
    }

    /** What could not be done; empty when all is well. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** Whether this person may make and change plans. */
    public Permission mayChange() {
        return permissions.role(Role.ADMIN);
    }

    public String tested(PlanRow row) {
        return row.tested() == null ? texts.text("plans.tested.never") : formats.ago(row.tested());
    }

    public void open(UUID plan) {
        navigator.go(Screen.PLAN, plan.toString());
    }

    public void create() {
        navigator.go(Screen.PLAN, PlanViewModel.NEW);
    }

    /** The plan of the name that the text says is as the text says; then it is opened. */
    public void importYaml(String text) {
        problem.set("");
        tasks.run(() -> session.plans().importYaml(text), made -> open(made.id()), e -> problem.set(e.getMessage()));
    }

    void fail(String why) {
        problem.set(why);
    }

    /** Names of machines that stand in more than one plan, with the others' names. */
    static List<String> elsewhere(List<KnownPlan> plans, UUID own, UUID machine) {
        List<String> names = new ArrayList<>();
        for (KnownPlan plan : plans) {
            boolean in = plan.plan().groups().stream().anyMatch(group -> group.machines().contains(machine));
            if (in && !plan.id().equals(own)) {
                names.add(plan.plan().name());
            }
        }
        return names;
    }
}
