package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import secondsite.api.activity.Event;
import secondsite.api.activity.JobState;
import secondsite.api.client.TransferException;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.TargetMachine;
import secondsite.api.installation.Versions;
import secondsite.api.machine.MachineSummary;
import secondsite.app.fx.Tasks;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/**
 * Which version each agent has, and which the server has. What was installed by the server is known by that; of other agents each machine is
 * asked for, as lists of machines do not tell it: of so many at most.
 */
@Singleton
public final class AgentVersions {

    private static final int MOST_ASKED = 500;
    private static final int ASKED_TOGETHER = 25;
    private static final String JOB = "job.";
    private static final String OF_AGENTS = "-agent";

    /** How a version stands to those that the server has. */
    enum Standing {
        /** Not known. */
        UNKNOWN,
        /** The newest there is, or newer. */
        NEWEST,
        /** There is a newer one. */
        OLDER
    }

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final FailureText failures;
    private final Map<String, Installation> installed = new HashMap<>();
    private final Map<UUID, String> reported = new HashMap<>();
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private List<AgentPackage> packages = List.of();
    private boolean known;
    private boolean asking;
    private boolean again;
    private Subscription listening = Subscription.EMPTY;

    /** What is asked for together. */
    private record Told(List<AgentPackage> packages, List<Installation> installations) {}

    @Inject
    AgentVersions(Session session, LiveModel live, Tasks tasks, FailureText failures) {
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.failures = failures;
    }

    /** Somebody wants to know. */
    public void arrive() {
        leave();
        listening = live.listen(this::heard);
        ask();
    }

    public void leave() {
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }

    private void heard(Event event) {
        if (event.kept() && event.type().startsWith(JOB) && ofAgents(event.subject())) {
            ask();
        }
    }

    private boolean ofAgents(String number) {
        return live.jobs().stream().anyMatch(
                job -> Long.toString(job.number()).equals(number) && job.type().endsWith(OF_AGENTS));
    }

    /** Asks anew; once more after that, when something changed meanwhile. */
    void ask() {
        if (asking) {
            again = true;
            return;
        }
        asking = true;
        tasks.run(() -> new Told(session.installations().packages().packages(),
                session.installations().installations().installations()), told -> {
                    take(told.packages(), told.installations());
                    askMachines(others());
                }, e -> {
                    problem.set(failures.of(e));
                    asked();
                });
    }

    /** @param all the newest first */
    void take(List<AgentPackage> now, List<Installation> all) {
        packages = List.copyOf(now);
        known = true;
        installed.clear();
        all.stream().filter(each -> each.state() == JobState.DONE && each.name() != null
                && each.action() != InstallationAction.PREFLIGHT)
                .forEach(each -> installed.putIfAbsent(each.name(), each));
        problem.set("");
        changed();
    }

    private List<UUID> others() {
        return live.machines().stream().filter(machine -> installation(machine).isEmpty())
                .map(MachineSummary::id).limit(MOST_ASKED).toList();
    }

    /** Some after others, so that the first are shown soon. */
    private void askMachines(List<UUID> left) {
        if (left.isEmpty()) {
            asked();
            return;
        }
        List<UUID> now = left.subList(0, Math.min(ASKED_TOGETHER, left.size()));
        tasks.run(() -> versions(now), told -> {
            reported.putAll(told);
            changed();
            askMachines(left.subList(now.size(), left.size()));
        }, e -> {
            problem.set(failures.of(e));
            asked();
        });
    }

    private Map<UUID, String> versions(List<UUID> machines) throws TransferException {
        Map<UUID, String> told = new HashMap<>();
        for (UUID machine : machines) {
            try {
                String version = session.inventory().machine(machine).version();
                told.put(machine, version == null ? "" : version);
            } catch (TransferException.Refused _) {
                // It is not there any more.
                told.put(machine, "");
            }
        }
        return told;
    }

    private void asked() {
        asking = false;
        if (again) {
            again = false;
            ask();
        }
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    /** What the server did last with the machine's agent, and did well. */
    private Optional<Installation> installation(MachineSummary machine) {
        return Optional.ofNullable(machine.agent()).map(installed::get)
                .filter(each -> each.action() != InstallationAction.UNINSTALL);
    }

    /** Of its agent; empty when it is not known. */
    String version(MachineSummary machine) {
        return installation(machine).map(Installation::version)
                .orElseGet(() -> reported.getOrDefault(machine.id(), ""));
    }

    /** The newest that the server has; empty for none. */
    Optional<String> newest() {
        return packages.stream().map(AgentPackage::version).findFirst();
    }

    /** That the server has, the newest first. */
    List<String> versions() {
        return packages.stream().map(AgentPackage::version).distinct().toList();
    }

    /** Of a version, for people to see which machines it is for. */
    List<AgentPackage> packages(String version) {
        return packages.stream().filter(each -> each.version().equals(version)).toList();
    }

    /** Whether it is known what the server has. */
    boolean known() {
        return known;
    }

    Standing standing(MachineSummary machine) {
        String now = version(machine);
        if (now.isEmpty() || newest().isEmpty()) {
            return Standing.UNKNOWN;
        }
        return Versions.compare(now, newest().get()) < 0 ? Standing.OLDER : Standing.NEWEST;
    }

    /** Those for whose agents there is a newer version, by name. */
    List<MachineSummary> outdated() {
        return live.machines().stream().filter(machine -> standing(machine) == Standing.OLDER)
                .sorted(java.util.Comparator.comparing(MachineSummary::name)).toList();
    }

    /**
     * The version to which the agent can be rolled back. Empty when there is none, as far as the server knows; nothing at all when its agent
     * was not installed by the server, which then does not know.
     */
    Optional<String> before(MachineSummary machine) {
        return installation(machine).map(each -> each.action() == InstallationAction.ROLL_BACK
                || each.versionBefore() == null
                || each.versionBefore().equals(each.version()) ? "" : each.versionBefore());
    }

    /** Where SSH reached it last; by its own name when the server did not install its agent. */
    TargetMachine reached(MachineSummary machine) {
        return installation(machine)
                .map(each -> new TargetMachine(each.address(), each.port(), machine.agent(), null))
                .orElseGet(() -> new TargetMachine(
                        machine.hostName() == null || machine.hostName().isBlank()
                                ? machine.name()
                                : machine.hostName(),
                        null, machine.agent(), null));
    }

    /** Name of the machine that is reached there; empty when none is known. */
    String knownAt(TargetMachine target) {
        String address = target.address();
        List<String> agents = new ArrayList<>();
        installed.forEach((agent, each) -> {
            if (each.address().equalsIgnoreCase(address) && each.port() == target.sshPort()
                    && each.action() != InstallationAction.UNINSTALL) {
                agents.add(agent);
            }
        });
        return live.machines().stream().filter(machine -> agents.contains(machine.agent())
                || address.equalsIgnoreCase(machine.name()) || address.equalsIgnoreCase(machine.agent())
                || address.equalsIgnoreCase(machine.hostName())).map(MachineSummary::name).findFirst().orElse("");
    }

    /** Rises whenever something else is known. */
    public ReadOnlyLongProperty changes() {
        return changes.getReadOnlyProperty();
    }

    /** Why something could not be asked; empty when it could. */
    ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }
}
