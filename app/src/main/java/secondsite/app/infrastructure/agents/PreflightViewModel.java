package secondsite.app.infrastructure.agents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.TransferException;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.PreflightCheck.Outcome;
import secondsite.api.installation.TargetMachine;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.infrastructure.agents.CheckedMachine.Verdict;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** What is found on the machines before anything is done there, followed from second to second. Who does not pass can be left out. */
final class PreflightViewModel {

    /** What an agent needs that is to run, not one that goes or is put back. */
    private static final Set<Name> TO_RUN = EnumSet.of(Name.SYSTEM, Name.PACKAGE, Name.SPACE, Name.SERVICES, Name.TIME,
            Name.WAY_BACK);
    private static final Set<ErrorCode> KEYS = EnumSet.of(ErrorCode.HOST_KEY_UNKNOWN, ErrorCode.HOST_KEY_CHANGED);

    private final InstallViewModel order;
    private final Session session;
    private final Tasks tasks;
    private final InstallationWords words;
    private final FailureText failures;
    private final Texts texts;
    private final Map<String, Looked> machines = new LinkedHashMap<>();
    private final Set<UUID> open = new HashSet<>();
    private final ReadOnlyObjectWrapper<List<CheckedMachine>> found = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    // The wizard holds this, and the clock only weakly.
    private final ChangeListener<Object> ticked = (_, _, _) -> look();
    private InstallationRequest asked;
    private String refused = "";
    private boolean ordering;
    private boolean looking;
    private boolean closed;

    /** What is known of one. */
    private static final class Looked {
        private TargetMachine machine;
        private Installation told;
        private boolean out;

        private Looked(TargetMachine machine) {
            this.machine = machine;
        }
    }

    PreflightViewModel(InstallViewModel order, Session session, Tasks tasks, TickingClock clock,
            InstallationWords words, FailureText failures, Texts texts) {
        this.order = order;
        this.session = session;
        this.tasks = tasks;
        this.words = words;
        this.failures = failures;
        this.texts = texts;
        clock.now().addListener(new WeakChangeListener<>(ticked));
        show();
    }

    /** Somebody comes: what was not looked at yet is, and all of it when he would sign in otherwise. */
    void entered() {
        var question = order.request(InstallationAction.PREFLIGHT, List.of());
        boolean other = !question.equals(asked);
        Map<String, Looked> before = new LinkedHashMap<>(machines);
        machines.clear();
        for (TargetMachine target : order.targets()) {
            String subject = TargetText.subject(target);
            Looked old = before.get(subject);
            machines.put(subject, old == null ? new Looked(target) : old);
        }
        asked = question;
        ask(machines.values().stream()
                .filter(each -> other || each.told == null || verdict(each) == Verdict.FAILED).toList());
    }

    /** Looks again at those that did not pass; at all when all did. */
    void again() {
        List<Looked> failed = machines.values().stream().filter(each -> !each.out && verdict(each) != Verdict.GOOD)
                .toList();
        ask(failed.isEmpty() ? machines.values() : failed);
    }

    private void ask(Collection<Looked> some) {
        if (some.isEmpty() || ordering) {
            show();
            return;
        }
        ordering = true;
        refused = "";
        some.forEach(each -> each.told = null);
        InstallationRequest request = order.request(InstallationAction.PREFLIGHT,
                some.stream().map(each -> each.machine).toList());
        show();
        tasks.run(() -> session.installations().order(request, UUID.randomUUID().toString()).installations(),
                this::ordered, e -> {
                    ordering = false;
                    refused = failures.of(e);
                    show();
                });
    }

    void ordered(List<Installation> told) {
        ordering = false;
        told.forEach(each -> open.add(each.batch()));
        if (closed) {
            giveUp(told);
        }
        take(told);
    }

    /** A second went by. */
    private void look() {
        if (open.isEmpty() || looking || closed) {
            return;
        }
        looking = true;
        List<UUID> batches = List.copyOf(open);
        tasks.run(() -> batches(batches), told -> {
            looking = false;
            refused = "";
            take(told);
        }, e -> {
            looking = false;
            refused = failures.of(e);
            show();
        });
    }

    private List<Installation> batches(List<UUID> batches) throws TransferException {
        List<Installation> all = new ArrayList<>();
        for (UUID batch : batches) {
            all.addAll(session.installations().batch(batch).installations());
        }
        return all;
    }

    void take(List<Installation> told) {
        Set<UUID> under = new HashSet<>();
        for (Installation each : told) {
            Looked one = machines.get(TargetText.subject(new TargetMachine(each.address(), each.port(), null, null)));
            if (one != null && (one.told == null || !each.begun().isBefore(one.told.begun()))) {
                one.told = each;
            }
            if (!each.state().over()) {
                under.add(each.batch());
            }
        }
        told.stream().map(Installation::batch).filter(batch -> !under.contains(batch)).forEach(open::remove);
        show();
    }

    /** The wizard is closed: nobody waits for what is still looked at. */
    void close() {
        closed = true;
        giveUp(machines.values().stream().map(each -> each.told).filter(each -> each != null).toList());
    }

    private void giveUp(List<Installation> all) {
        List<Long> jobs = all.stream().filter(each -> !each.state().over()).map(Installation::job).toList();
        if (!jobs.isEmpty()) {
            tasks.run(() -> {
                for (Long job : jobs) {
                    session.activity().cancel(job);
                }
                return jobs;
            }, _ -> {
            }, _ -> {
                // They end by themselves.
            });
        }
    }

    /** The machine's key is the one that it showed; it is looked at again. */
    void confirm(CheckedMachine machine) {
        Looked one = machines.get(machine.subject());
        if (one != null && asksForKey(machine)) {
            TargetMachine now = one.machine;
            one.machine = new TargetMachine(now.address(), now.port(), now.name(), one.told.hostKey());
            ask(List.of(one));
        }
    }

    /** Whether somebody has to say that the machine is the one that is meant. */
    static boolean asksForKey(CheckedMachine machine) {
        return key(machine).isPresent() && machine.told().hostKey() != null && machine.told().state().over();
    }

    /** Why its key is not believed. */
    static Optional<ErrorCode> key(CheckedMachine machine) {
        return machine.told() == null
                ? Optional.empty()
                : machine.told().checks().stream().map(PreflightCheck::code).filter(KEYS::contains).findFirst();
    }

    void leaveOut(CheckedMachine machine, boolean out) {
        Looked one = machines.get(machine.subject());
        if (one != null) {
            one.out = out;
            show();
        }
    }

    /** All that do not pass. */
    void leaveOutFailed() {
        machines.values().stream().filter(each -> verdict(each) == Verdict.FAILED).forEach(each -> each.out = true);
        show();
    }

    private Verdict verdict(Looked one) {
        Installation told = one.told;
        if (told == null || !told.state().over()) {
            return Verdict.WAITING;
        }
        if (!failure(one).isEmpty()) {
            return Verdict.FAILED;
        }
        return warning(told).isPresent() ? Verdict.WARNING : Verdict.GOOD;
    }

    /** Why nothing can be done on the machine; empty when it can. */
    private String failure(Looked one) {
        Installation told = one.told;
        Optional<PreflightCheck> failed = told.checks().stream()
                .filter(check -> check.outcome() == Outcome.FAILED && needed(check.name())).findFirst();
        if (failed.isPresent()) {
            return words.happened(failed.get());
        }
        boolean anyFailed = told.checks().stream().anyMatch(check -> check.outcome() == Outcome.FAILED);
        if (told.problem() != null && !anyFailed) {
            return words.happened(told);
        }
        if (order.installs()) {
            return "";
        }
        String expected = one.machine.name();
        if (told.name() != null && expected != null && !told.name().equals(expected)) {
            return texts.text("install.checks.other", told.name(), expected);
        }
        boolean none = order.action() != InstallationAction.UNINSTALL && told.versionBefore() == null;
        return none ? texts.text("install.checks.no-agent") : "";
    }

    private boolean needed(Name name) {
        return order.brings() || !TO_RUN.contains(name);
    }

    private static Optional<PreflightCheck> warning(Installation told) {
        return told.checks().stream().filter(check -> check.outcome() == Outcome.WARNING).findFirst();
    }

    private void show() {
        found.set(machines.values().stream().map(this::checked).toList());
        running.set(
                ordering || machines.values().stream().anyMatch(each -> !each.out && verdict(each) == Verdict.WAITING)
                        && refused.isEmpty());
        fault.set(wrong());
    }

    private CheckedMachine checked(Looked one) {
        Verdict verdict = verdict(one);
        String why = switch (verdict) {
            case WAITING -> one.told == null ? "" : words.step(one.told);
            case GOOD -> one.told.system() == null ? "" : one.told.system();
            case WARNING -> warning(one.told).map(words::happened).orElse("");
            case FAILED -> failure(one);
        };
        return new CheckedMachine(one.machine, one.told, one.out, verdict, why);
    }

    private String wrong() {
        if (!refused.isEmpty()) {
            return refused;
        }
        List<Verdict> all = machines.values().stream().filter(each -> !each.out).map(this::verdict).toList();
        if (ordering || all.contains(Verdict.WAITING)) {
            return texts.text("wizard.checks.running");
        }
        long failed = all.stream().filter(Verdict.FAILED::equals).count();
        if (failed > 0) {
            return texts.text("install.checks.failed", failed);
        }
        return all.isEmpty() ? texts.text("install.checks.none-left") : "";
    }

    /** Where it is done: those that were not left out, with the keys that were confirmed. */
    List<TargetMachine> passed() {
        return machines.values().stream().filter(each -> !each.out).map(each -> each.machine).toList();
    }

    List<CheckedMachine> leftOut() {
        return found.get().stream().filter(CheckedMachine::out).toList();
    }

    long count(Verdict verdict) {
        return found.get().stream().filter(each -> !each.out() && each.verdict() == verdict).count();
    }

    /** In the order in which they were given. */
    ReadOnlyObjectProperty<List<CheckedMachine>> found() {
        return found.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** Why nobody can go on; empty when one can. */
    ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }
}
