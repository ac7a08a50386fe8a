package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    private final ProtectionBook book;
    private final LiveReports reports;
    private final Proofs proofs;
    private final AgentTasks agentTasks;
    private final Settling settling;

    @Inject
    public Verifying(ProtectionBook book, LiveReports reports, Proofs proofs, AgentTasks agentTasks,
            Settling settling) {
        this.book = book;
        this.reports = reports;
        this.proofs = proofs;
        this.agentTasks = agentTasks;
        this.settling = settling;
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
        ProtectedMachine machine = machine(job).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, "machine " + job.order().subject()));
        Instant begun = settling.since(job, "begun");
        Step given = agentTasks.step(machine, AgentOrder.Verb.VERIFY, List.of(), null, job);
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

    private boolean proven(ProtectedDisk disk, Instant begun) {
        return proofs.newest(disk.disk()).filter(outcome -> outcome.heard().isAfter(begun)).isPresent();
    }

    private Optional<ProtectedMachine> machine(JobContext job) {
        return book.find(UUID.fromString(job.order().subject()));
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
