package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.DiskReport;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.inventory.Succession;
import secondsite.server.configuration.protection.MachineLife.Happening;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;

/**
 * A protection that is turned round, after its machine was failed over for good: first another agent has the machine, then its disks are
 * that agent's, then they are replicated to another master target.
 */
@Singleton
public final class Reversal {

    private static final String SERVED = "served-since";
    private static final String CREATED = "created-since";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ProtectionBook book;
    private final MachineStates states;
    private final Succession succession;
    private final Settling settling;
    private final Copying copying;
    private final LiveReports reports;

    @Inject
    public Reversal(ProtectionBook book, MachineStates states, Succession succession, Settling settling,
            Copying copying, LiveReports reports) {
        this.book = book;
        this.states = states;
        this.succession = succession;
        this.settling = settling;
        this.copying = copying;
        this.reports = reports;
    }

    /** An agent at the new place has the machine from now on; the one that had it is fenced off for good. Durable on return. */
    public void handOver(ProtectedMachine machine, String agent, String who) {
        if (machine.agent().equals(agent)) {
            return;
        }
        int epoch = machine.fence().epoch().orElse(machine.epoch());
        succession.handOver(machine.machine(), agent, epoch, who);
        book.change(change -> {
            change.find(machine.machine()).ifPresent(now -> change.put(now.at(agent, epoch)));
            return null;
        });
    }

    /** Where the agent serves the machine's disks, by disk; empty while it does not serve all of them. */
    public Optional<Map<UUID, String>> sockets(ProtectedMachine machine) {
        Map<UUID, String> sockets = new HashMap<>();
        for (ProtectedDisk disk : machine.disks()) {
            reports.disk(disk.disk()).map(DiskReport::socket).ifPresent(socket -> sockets.put(disk.disk(), socket));
        }
        return settling.agent(machine.agent()) && sockets.size() == machine.disks().size()
                ? Optional.of(sockets)
                : Optional.empty();
    }

    /** Looks again soon whether the agent serves the disks. */
    public Step awaitSockets(ProtectedMachine machine, JobContext job) throws JobFailure {
        return settling.await(job, SERVED,
                new Settling.Missing(ErrorCode.AGENT_SILENT, "the agent " + machine.agent()), PATIENCE);
    }

    /** From now on its disks are replicated. Durable on return. */
    public void begin(ProtectedMachine machine, String processServer, String masterTarget) {
        book.change(change -> {
            change.find(machine.machine()).ifPresent(now -> change.put(now.over(processServer, masterTarget)
                    .withDisks(now.disks().stream()
                            .map(disk -> disk.stage() == Stage.LEFT ? disk.in(Stage.WAITING) : disk).toList())));
            states.happened(change, machine.machine(), Happening.REVERSED);
            return null;
        });
    }

    /** Done when all programs carry out what that means for them. */
    public Step create(ProtectedMachine machine, JobContext job) throws JobFailure {
        Optional<Settling.Missing> missing = settling.missing(machine);
        return missing.isPresent() ? settling.await(job, CREATED, missing.get(), PATIENCE) : new Step.Done();
    }

    /** Done when all disks are at the target. */
    public Step copy(UUID machine, JobContext job) throws JobFailure {
        Step step = copying.step(machine, job);
        if (step instanceof Step.Done) {
            states.happened(machine, Happening.COPIED);
            states.happened(machine, Happening.FINALIZED);
        }
        return step;
    }
}
