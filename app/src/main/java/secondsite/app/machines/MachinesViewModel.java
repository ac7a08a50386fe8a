package secondsite.app.machines;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import secondsite.api.activity.Job;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.Protection;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.ChosenMachines;
import secondsite.app.fx.Tasks;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** The machines there are, each with the job that works on it, and those that were chosen among them. */
@Singleton
public final class MachinesViewModel {

    /** What may be done is asked for each one that is chosen. */
    static final int MOST_CHOSEN = 100;

    /**
     * What is new.
     *
     * @param changed rows that are new, or other than before
     * @param gone    ids of rows
     */
    record Changes(List<MachineRow> changed, List<String> gone) {}

    /** How machines are protected, as asked when they were chosen. */
    private record Asked(Map<UUID, Protection> protections) {}

    private final LiveModel live;
    private final Session session;
    private final Tasks tasks;
    private final Navigator navigator;
    private final Map<UUID, MachineRow> rows = new LinkedHashMap<>();
    private final Map<String, Job> working = new HashMap<>();
    private final ReadOnlyObjectWrapper<Changes> changes = new ReadOnlyObjectWrapper<>(
            new Changes(List.of(), List.of()));
    private final ReadOnlyObjectWrapper<List<ChosenMachine>> chosen = new ReadOnlyObjectWrapper<>(List.of());
    private List<UUID> wanted = List.of();
    private final Map<UUID, Protection> known = new HashMap<>();
    private int question;

    @Inject
    MachinesViewModel(LiveModel live, Session session, Tasks tasks, Navigator navigator) {
        this.live = live;
        this.session = session;
        this.tasks = tasks;
        this.navigator = navigator;
        work();
        live.machines().forEach(machine -> rows.put(machine.id(), row(machine)));
        live.machines().addListener((ListChangeListener<MachineSummary>) this::changed);
        live.jobs().addListener((InvalidationListener) _ -> worked());
        live.freshness().addListener((_, _, _) -> choose(wanted));
    }

    private MachineRow row(MachineSummary machine) {
        return new MachineRow(machine, working.get(machine.id().toString()));
    }

    private void changed(ListChangeListener.Change<? extends MachineSummary> change) {
        Set<UUID> touched = new HashSet<>();
        while (change.next()) {
            change.getRemoved().forEach(machine -> touched.add(machine.id()));
            change.getAddedSubList().forEach(machine -> touched.add(machine.id()));
        }
        update(touched);
    }

    private void worked() {
        Map<String, Job> before = Map.copyOf(working);
        work();
        Set<String> touched = new HashSet<>(before.keySet());
        touched.addAll(working.keySet());
        touched.removeIf(subject -> Objects.equals(before.get(subject), working.get(subject)));
        update(touched.stream().flatMap(subject -> uuid(subject).stream()).filter(rows::containsKey).toList());
    }

    private void work() {
        working.clear();
        live.jobs().stream().filter(job -> !job.state().over() && job.subject() != null)
                .sorted(Comparator.comparingLong(Job::number)).forEach(job -> working.put(job.subject(), job));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void update(Collection<UUID> touched) {
        List<MachineRow> changed = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (UUID id : touched) {
            Optional<MachineSummary> now = live.machine(id);
            if (now.isEmpty()) {
                if (rows.remove(id) != null) {
                    gone.add(id.toString());
                }
            } else {
                MachineRow row = row(now.get());
                if (!row.equals(rows.put(id, row))) {
                    changed.add(row);
                }
            }
        }
        if (!changed.isEmpty() || !gone.isEmpty()) {
            changes.set(new Changes(List.copyOf(changed), List.copyOf(gone)));
        }
        if (wanted.stream().anyMatch(touched::contains)) {
            choose(wanted);
        }
    }

    /** All of them, in no order. */
    List<MachineRow> rows() {
        return List.copyOf(rows.values());
    }

    /** What was new last; set anew with each change. */
    ReadOnlyObjectProperty<Changes> changes() {
        return changes.getReadOnlyProperty();
    }

    /** A person chose these machines; what may be done to them is asked. */
    void choose(Collection<UUID> ids) {
        wanted = ids.stream().filter(rows::containsKey).limit(MOST_CHOSEN).toList();
        known.keySet().retainAll(wanted);
        tell();
        if (wanted.isEmpty()) {
            return;
        }
        int now = ++question;
        List<UUID> asked = wanted;
        tasks.run(() -> ask(asked), answer -> take(now, answer), _ -> {
            // What may be done stays unknown, and so nothing can be: it is asked again with the next news.
        });
    }

    private Asked ask(List<UUID> ids) throws Exception {
        Map<UUID, Protection> answers = new HashMap<>();
        for (UUID id : ids) {
            answers.put(id, session.protection().protection(id));
        }
        return new Asked(answers);
    }

    private void take(int number, Asked answer) {
        if (number == question) {
            known.putAll(answer.protections());
            tell();
        }
    }

    private void tell() {
        chosen.set(wanted.stream().map(id -> new ChosenMachine(rows.get(id).machine(), known.get(id))).toList());
    }

    /** Those that are chosen, with what is known of each by now. */
    ReadOnlyObjectProperty<List<ChosenMachine>> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** For actions on several; empty when not several are chosen. */
    Optional<ChosenMachines> several() {
        return chosen.get().size() < 2 ? Optional.empty() : Optional.of(new ChosenMachines(chosen.get()));
    }

    /** The one that is chosen; empty when none or several are. */
    Optional<ChosenMachine> one() {
        return chosen.get().size() == 1 ? Optional.of(chosen.get().getFirst()) : Optional.empty();
    }

    /** The job that works on it; null when none does. */
    Job job(ChosenMachine machine) {
        return working.get(machine.summary().id().toString());
    }

    /** Shows all of one machine. */
    void open(UUID machine) {
        navigator.go(Screen.MACHINE, machine.toString());
    }
}
