package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskWork;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.store.Verifications.Outcome;

/** Compares a machine's disks with their replicas and sends nothing: the proof that they are equal. */
@Singleton
public final class Verifying implements JobType {

    static final String WORD = "verify";

    private static final String COMPARE = "compare";
    private static final Duration LOST = Duration.ofMinutes(1);

    private final ProtectionBook book;
    private final LiveReports reports;
    private final Proofs proofs;
    private final AgentTasks agentTasks;
    private final Settling settling;
    private final InstantSource clock;

    @Inject
    public Verifying(ProtectionBook book, LiveReports reports, Proofs proofs, AgentTasks agentTasks,
            Settling settling, InstantSource clock) {
        this.book = book;
        this.reports = reports;
        this.proofs = proofs;
        this.agentTasks = agentTasks;
        this.settling = settling;
        this.clock = clock;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(COMPARE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        Optional<ProtectedMachine> known = machine(job);
        if (known.isEmpty() || !MachineLife.replicated(known.get().state())) {
            job.log("the machine is no longer protected as it was; nothing is compared");
            return new Step.Done();
        }
        ProtectedMachine machine = known.get();
        Instant begun = settling.since(job, "begun");
        Step given = agentTasks.step(machine, AgentOrder.Verb.VERIFY, List.of(), null, job);
        if (given instanceof Step.Done && nothingRuns(machine)) {
            lost(machine, begun, job);
        }
        if (!(given instanceof Step.Done) || machine.disks().stream().anyMatch(disk -> !proven(disk, begun))) {
            return new Step.Again(progress(machine), Settling.SOON);
        }
        for (ProtectedDisk disk : machine.disks()) {
            Outcome outcome = proofs.newest(disk.disk()).orElseThrow();
            job.log("disk %s: %d bytes compared, %d differ".formatted(disk.name(), outcome.compared(),
                    outcome.different()));
        }
        long different = machine.disks().stream().flatMap(disk -> proofs.newest(disk.disk()).stream())
                .mapToLong(Outcome::different).sum();
        if (different > 0) {
            throw JobFailure.forGood(ErrorCode.VERIFICATION_FAILED, different + " bytes differ, and stayed so");
        }
        return new Step.Done();
    }

    private boolean nothingRuns(ProtectedMachine machine) {
        return machine.disks().stream().flatMap(disk -> reports.disk(disk.disk()).stream())
                .noneMatch(report -> report.work() != null);
    }

    /** The agent has ended what it was told, and not every disk is proven: it was started anew meanwhile, and is told again. */
    private void lost(ProtectedMachine machine, Instant begun, JobContext job) {
        if (machine.disks().stream().anyMatch(disk -> !proven(disk, begun))
                && Duration.between(settling.since(job, "lost"), clock.instant()).compareTo(LOST) > 0) {
            job.remember("lost", "");
            agentTasks.again(AgentOrder.Verb.VERIFY, job);
        }
    }

    private boolean proven(ProtectedDisk disk, Instant begun) {
        return proofs.newest(disk.disk()).filter(outcome -> outcome.heard().isAfter(begun)).isPresent();
    }

    private Optional<ProtectedMachine> machine(JobContext job) {
        return book.find(Subject.machine(job));
    }

    private Job.Progress progress(ProtectedMachine machine) {
        long done = 0;
        long total = 0;
        long rate = 0;
        for (ProtectedDisk disk : machine.disks()) {
            Optional<DiskWork> work = reports.disk(disk.disk()).map(DiskReport::work)
                    .filter(now -> now.kind() == DiskWork.Kind.VERIFICATION);
            done += work.map(DiskWork::doneBytes).orElse(0L);
            total += work.map(DiskWork::totalBytes).orElse(0L);
            rate += work.map(DiskWork::bytesPerSecond).orElse(0L);
        }
        return new Job.Progress(done, total, rate, rate > 0 ? (total - done) / rate : null, null);
    }

    @Override
    public Step undo(JobContext job) {
        machine(job).ifPresent(machine -> agentTasks.withdraw(machine, AgentOrder.Verb.VERIFY, job));
        return new Step.Done();
    }
}
