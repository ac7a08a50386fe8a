package secondsite.app.policies;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import secondsite.api.policy.DryRun;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyChange;
import secondsite.api.policy.PolicyForecast;
import secondsite.api.policy.PolicyList;
import secondsite.app.form.FieldChecks;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** The policies, and the one that is being written: it can be saved when its costs were seen as it is now. */
@Singleton
public final class PoliciesViewModel {

    private static final long UNKNOWN = -1;

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final FieldChecks checks;
    private final FailureText failures;
    private final Texts texts;
    private final ReadOnlyObjectWrapper<List<ListedPolicy>> policies = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Draft> draft = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<PolicyForecast> forecast = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper previewable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper savable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final BooleanProperty accepted = new SimpleBooleanProperty();

    /** What the server told of all. */
    private record Told(PolicyList list, Map<UUID, Integer> used) {}

    @Inject
    public PoliciesViewModel(Session session, LiveModel live, Tasks tasks, FieldChecks checks, FailureText failures,
            Texts texts) {
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.checks = checks;
        this.failures = failures;
        this.texts = texts;
        live.policies().addListener((InvalidationListener) _ -> ask());
        accepted.addListener(_ -> judge());
        list(live.policies(), null, Map.of());
        ask();
    }

    /** Asks which is the standard one, and how many machines follow each. */
    public void ask() {
        list(live.policies(), null, Map.of());
        tasks.run(() -> {
            PolicyList all = session.policies().policies();
            Map<UUID, Integer> used = new HashMap<>();
            for (Policy policy : all.policies()) {
                used.put(policy.id(), session.policies().dryRun(new DryRun(policy, List.of())).count());
            }
            return new Told(all, used);
        }, told -> list(told.list().policies(), told.list().standard(), told.used()),
                e -> fault.set(failures.of(e)));
    }

    private void list(List<Policy> all, UUID standard, Map<UUID, Integer> used) {
        List<ListedPolicy> listed = new ArrayList<>();
        for (Policy policy : all) {
            String forth = all.stream().filter(other -> policy.id().equals(other.failback())).map(Policy::name)
                    .findFirst().orElse("");
            listed.add(new ListedPolicy(policy, used.getOrDefault(policy.id(), (int) UNKNOWN),
                    policy.id().equals(standard), forth));
        }
        listed.sort(Comparator.comparing((ListedPolicy each) -> each.policy().name(), String.CASE_INSENSITIVE_ORDER));
        policies.set(List.copyOf(listed));
    }

    /** By name. */
    public ReadOnlyObjectProperty<List<ListedPolicy>> policies() {
        return policies.getReadOnlyProperty();
    }

    void edit(ListedPolicy policy) {
        begin(policy.policy(), false);
    }

    /** A new one, made like another. */
    void copy(ListedPolicy policy) {
        begin(policy.policy(), true);
    }

    /** A new one, made like the standard one. */
    void add() {
        policies.get().stream().min(Comparator.comparing((ListedPolicy each) -> !each.standard())
                .thenComparing(each -> !each.forth().isEmpty())).ifPresent(this::copy);
    }

    private void begin(Policy policy, boolean added) {
        List<String> taken = policies.get().stream().map(ListedPolicy::policy)
                .filter(other -> added || !other.id().equals(policy.id())).map(Policy::name).toList();
        var next = new Draft(policy, added, taken, checks, texts);
        next.form().changes().addListener(_ -> changed());
        next.form().valid().addListener(_ -> changed());
        draft.set(next);
        changed();
    }

    private void changed() {
        forecast.set(null);
        accepted.set(false);
        fault.set("");
        judge();
    }

    private void judge() {
        Draft now = draft.get();
        String wrong = now == null ? "" : now.fault();
        boolean changed = now != null && (now.added() || !now.differences().isEmpty());
        if (!wrong.isEmpty()) {
            fault.set(wrong);
        }
        previewable.set(changed && wrong.isEmpty() && !busy.get());
        PolicyForecast seen = forecast.get();
        savable.set(previewable.get() && seen != null && (seen.losses().isEmpty() || accepted.get()));
    }

    /** What it would cost; nothing is changed. */
    public void preview() {
        Draft now = draft.get();
        Policy wanted = now.policy();
        work(true);
        tasks.run(() -> session.policies().dryRun(new DryRun(wanted, List.of())), told -> {
            work(false);
            if (draft.get() == now && now.fault().isEmpty() && now.policy().equals(wanted)) {
                forecast.set(told);
                judge();
            }
        }, this::failed);
    }

    public void save() {
        Draft now = draft.get();
        Policy wanted = now.policy();
        boolean shorter = accepted.get();
        work(true);
        tasks.run(() -> now.added()
                ? session.policies().add(wanted)
                : session.policies().change(wanted.id(), new PolicyChange(wanted, shorter)).policy(), _ -> {
                    work(false);
                    close();
                    ask();
                }, this::failed);
    }

    private void failed(Exception why) {
        work(false);
        fault.set(failures.of(why));
    }

    private void work(boolean now) {
        busy.set(now);
        judge();
    }

    /** What was written is given up. */
    public void close() {
        draft.set(null);
        changed();
    }

    /** Null while none is written. */
    public ReadOnlyObjectProperty<Draft> draft() {
        return draft.getReadOnlyProperty();
    }

    /** Of the draft as it is now; null while that was not asked. */
    public ReadOnlyObjectProperty<PolicyForecast> forecast() {
        return forecast.getReadOnlyProperty();
    }

    /** Why it goes no further; empty when it does. */
    public ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty previewable() {
        return previewable.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty savable() {
        return savable.getReadOnlyProperty();
    }

    /** Whether it is accepted that less of the past is kept. */
    public BooleanProperty accepted() {
        return accepted;
    }
}
