package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;

/**
 * Ends the replication of disks from the source on: the agent first, then what the process server still has goes to the target, and the
 * target receives no more. A program that is away is not waited for for ever.
 */
@Singleton
public final class LettingGo {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ProtectionBook book;
    private final LiveReports reports;
    private final Settling settling;
    private final InstantSource clock;

    @Inject
    public LettingGo(ProtectionBook book, LiveReports reports, Settling settling, InstantSource clock) {
        this.book = book;
        this.reports = reports;
        this.settling = settling;
        this.clock = clock;
    }

    /** Lets these disks of a machine go; done when nothing of them is received any more. */
    Step step(UUID id, Set<UUID> disks, JobContext job) {
        ProtectedMachine machine = book.find(id).orElse(null);
        if (machine == null) {
            return new Step.Done();
        }
        List<ProtectedDisk> going = machine.disks().stream().filter(disk -> disks.contains(disk.disk())).toList();
        if (going.stream().anyMatch(ProtectedDisk::captured)) {
            set(id, disks, Stage.LEAVING);
            return Settling.again("");
        }
        if (going.stream().anyMatch(disk -> disk.stage() == Stage.LEAVING)) {
            return leaving(machine, going, job);
        }
        return !settling.masterTarget(machine.masterTarget()) && patient(job, "since-target")
                ? Settling.again("waiting for the master target " + machine.masterTarget())
                : new Step.Done();
    }

    private Step leaving(ProtectedMachine machine, List<ProtectedDisk> going, JobContext job) {
        if (!settling.agent(machine.agent()) && patient(job, "since-agent")) {
            return Settling.again("waiting for the agent " + machine.agent());
        }
        boolean drained = settling.processServer(machine.processServer()) && going.stream()
                .noneMatch(disk -> reports.gateway(disk.disk(), machine.processServer()).isPresent());
        if (!drained && patient(job, "since-gateway")) {
            return Settling.again("waiting for what the process server " + machine.processServer() + " still has");
        }
        if (!drained) {
            job.log("the process server " + machine.processServer() + " is not waited for any longer");
        }
        set(machine.machine(), going.stream().map(ProtectedDisk::disk).collect(Collectors.toSet()), Stage.LEFT);
        return Settling.again("");
    }

    private boolean patient(JobContext job, String key) {
        return Duration.between(settling.since(job, key), clock.instant()).compareTo(PATIENCE) < 0;
    }

    private void set(UUID machine, Set<UUID> disks, Stage stage) {
        book.change(change -> {
            change.find(machine).ifPresent(now -> change.put(now.withDisks(now.disks().stream()
                    .map(disk -> disks.contains(disk.disk()) ? disk.in(stage) : disk).toList())));
            return null;
        });
    }

    /** All disks of a machine. */
    static Set<UUID> all(ProtectedMachine machine) {
        return machine.disks().stream().map(ProtectedDisk::disk).collect(Collectors.toSet());
    }
}
