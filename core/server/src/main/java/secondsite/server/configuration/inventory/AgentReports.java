package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineInventory;
import secondsite.server.configuration.policy.ChurnMeter;

/** Takes what agents report, and answers what they are to do. Nothing is written unless something is not as it was. */
@Singleton
public final class AgentReports {

    /** More who tell of machines at once would only wait for each other, and most of them in vain. */
    private static final int STOCKTAKINGS = 16;

    private final Inventory inventory;
    private final Stocktaking stocktaking;
    private final KnownSystems systems;
    private final LiveReports live;
    private final LastSeen lastSeen;
    private final Succession succession;
    private final Assignments assignments;
    private final AgentOrders orders;
    private final ChurnMeter churn;
    private final InstantSource clock;
    /** The agents that have told what their machine is since this server started: it may be that it knows an older state. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Semaphore stocktakings = new Semaphore(STOCKTAKINGS);

    @Inject
    AgentReports(Inventory inventory, Stocktaking stocktaking, KnownSystems systems, LiveReports live,
            LastSeen lastSeen, Succession succession, Assignments assignments, AgentOrders orders, ChurnMeter churn,
            InstantSource clock) {
        this.inventory = inventory;
        this.stocktaking = stocktaking;
        this.systems = systems;
        this.live = live;
        this.lastSeen = lastSeen;
        this.succession = succession;
        this.assignments = assignments;
        this.orders = orders;
        this.churn = churn;
        this.clock = clock;
    }

    /**
     * Takes a report.
     *
     * @param agent name of the agent, as its certificate says
     * @throws secondsite.server.web.ProblemException when a field is not as it should be; nothing is changed then
     */
    public AgentAnswer report(String agent, AgentReport report) {
        ReportChecks.check(report);
        if (succession.former(agent).isPresent()) {
            return former(agent, report);
        }
        if (report.inventory() != null) {
            take(agent, report.inventory());
        }
        Optional<KnownMachine> machine = inventory.machineOfAgent(agent);
        Duration next = Pace.of(inventory.size());
        AgentReport own = own(report, machine);
        live.agent(agent, own, next);
        own.disks().forEach(disk -> churn.heard(disk.disk(), disk.writtenBytes(), clock.instant()));
        machine.map(KnownMachine::id).ifPresent(lastSeen::machine);
        report.outcomes().forEach(outcome -> orders.ended(agent, outcome));
        AgentAssignment assignment = assignments.agent(agent);
        return new AgentAnswer(next.toMillis(), assignment.digest().equals(report.applied()) ? null : assignment,
                orders.pending(agent),
                machine.isEmpty() || !told.contains(agent) || unknownDisks(report, machine.get()));
    }

    /** It has no machine any more; what it says of disks says nothing of the machine that had them. */
    private AgentAnswer former(String agent, AgentReport report) {
        Duration next = Pace.of(inventory.size());
        live.agent(agent, new AgentReport(report.version(), report.time(), report.applied(), report.groupAddress(),
                null, List.of(), List.of()), next);
        report.outcomes().forEach(outcome -> orders.ended(agent, outcome));
        AgentAssignment assignment = assignments.agent(agent);
        return new AgentAnswer(next.toMillis(), assignment.digest().equals(report.applied()) ? null : assignment,
                orders.pending(agent), false);
    }

    /** Who cannot be heard in a crowd is asked again in the answer. */
    private void take(String agent, MachineInventory machine) {
        if (stocktakings.tryAcquire()) {
            try {
                stocktaking.take(agent, machine);
                takeSystem(agent, machine);
                told.add(agent);
            } finally {
                stocktakings.release();
            }
        }
    }

    /** At another place its agent is on a computer that runs the machine, and is not the machine. */
    private void takeSystem(String agent, MachineInventory told) {
        inventory.machineOfAgent(agent).filter(machine -> told.system() != null && !succession.moved(machine.id()))
                .ifPresent(machine -> systems.take(machine, told.system()));
    }

    /** Without disks of other machines, and those that it has not told of. */
    private static AgentReport own(AgentReport report, Optional<KnownMachine> machine) {
        List<DiskReport> disks = report.disks().stream()
                .filter(disk -> machine.flatMap(known -> known.disk(disk.disk())).isPresent()).toList();
        return disks.size() == report.disks().size()
                ? report
                : new AgentReport(report.version(), report.time(), report.applied(), report.groupAddress(),
                        report.inventory(), disks, report.outcomes(), report.power());
    }

    private boolean unknownDisks(AgentReport report, KnownMachine machine) {
        return report.disks().stream().anyMatch(
                disk -> machine.disk(disk.disk()).isEmpty() && inventory.machineOfDisk(disk.disk()).isEmpty());
    }
}
