package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import secondsite.api.installation.Installation;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** What was ordered together for agents, or all that was ordered, followed while somebody looks at it. */
@Singleton
public final class InstallationsViewModel {

    /** Of what is over nothing changes but by somebody's order. */
    private static final int SECONDS_AT_REST = 10;

    private final Session session;
    private final Tasks tasks;
    private final TickingClock clock;
    private final Navigator navigator;
    private final FailureText failures;
    private final Texts texts;
    private final ReadOnlyObjectWrapper<List<Installation>> all = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private UUID batch;
    private boolean asking;
    private int rested;
    private Subscription ticking = Subscription.EMPTY;

    @Inject
    InstallationsViewModel(Session session, Tasks tasks, TickingClock clock, Navigator navigator, FailureText failures,
            Texts texts) {
        this.session = session;
        this.tasks = tasks;
        this.clock = clock;
        this.navigator = navigator;
        this.failures = failures;
        this.texts = texts;
    }

    /** @param wanted what was ordered together; null for all */
    void show(UUID wanted) {
        leave();
        if (!Objects.equals(wanted, batch)) {
            batch = wanted;
            all.set(List.of());
            problem.set("");
        }
        name();
        ticking = clock.now().subscribe(_ -> tick());
        ask();
    }

    private void name() {
        navigator.name(Screen.INSTALLATIONS, batch == null || all.get().isEmpty()
                ? texts.text("installations.all")
                : texts.text("installations.subject." + all.get().getFirst().action(), all.get().size()));
    }

    void leave() {
        ticking.unsubscribe();
        ticking = Subscription.EMPTY;
    }

    private void tick() {
        rested++;
        if (rested >= SECONDS_AT_REST || all.get().stream().anyMatch(each -> !each.state().over())) {
            ask();
        }
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        rested = 0;
        UUID wanted = batch;
        tasks.run(
                () -> (wanted == null ? session.installations().installations() : session.installations().batch(wanted))
                        .installations(),
                told -> {
                    asking = false;
                    take(wanted, told);
                }, e -> {
                    asking = false;
                    if (Objects.equals(wanted, batch)) {
                        problem.set(failures.of(e));
                    }
                });
    }

    void take(UUID wanted, List<Installation> told) {
        if (!Objects.equals(wanted, batch)) {
            ask();
            return;
        }
        problem.set("");
        all.set(told);
        if (!ticking.equals(Subscription.EMPTY)) {
            name();
        }
    }

    /** What is shown, if it was ordered together. */
    Optional<ChosenBatch> batch() {
        return batch == null || all.get().isEmpty()
                ? Optional.empty()
                : Optional.of(new ChosenBatch(batch, all.get()));
    }

    /** The newest first, or in the order in which they were given. */
    ReadOnlyObjectProperty<List<Installation>> all() {
        return all.getReadOnlyProperty();
    }

    /** Why it could not be asked; empty when it could. */
    ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    void openJob(Installation one) {
        navigator.go(Screen.JOB, Long.toString(one.job()));
    }

    /** What was ordered together with it. */
    void openBatch(Installation one) {
        navigator.go(Screen.INSTALLATIONS, one.batch().toString());
    }
}
