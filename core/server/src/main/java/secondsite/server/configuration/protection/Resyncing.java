package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskWork;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;

/** Compares a machine's disks with their replicas, and sends what differs. */
@Singleton
public final class Resyncing implements JobType {

    static final String WORD = "resync";
    /** Whether the whole disks are compared though nothing requires it. */
    static final String WHOLE = "whole";

    private static final String BEGIN = "begin";
    private static final String COMPARE = "compare";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ProtectionBook book;
    private final LiveReports reports;
    private final Settling settling;
    private final AgentTasks agentTasks;

    @Inject
    public Resyncing(ProtectionBook book, LiveReports reports, Settling settling, AgentTasks agentTasks) {
        this.book = book;
        this.reports = reports;
        this.settling = settling;
        this.agentTasks = agentTasks;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(BEGIN, COMPARE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        UUID id = Subject.machine(job);
        ProtectedMachine machine = book.find(id).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, "machine " + id));
        return switch (task) {
            case BEGIN -> begin(machine, job);
            case COMPARE -> compare(machine);
            default -> throw Subject.unknown(task);
        };
    }

    private Step begin(ProtectedMachine machine, JobContext job) throws JobFailure {
        allow(machine.machine(), true);
        if (!settling.agent(machine.agent())) {
            return settling.await(job, BEGIN, new Settling.Missing(ErrorCode.AGENT_SILENT,
                    "the agent " + machine.agent()), PATIENCE);
        }
        return Subject.flag(job, WHOLE)
                ? agentTasks.step(machine, AgentOrder.Verb.RESYNC, List.of(), null, job)
                : new Step.Done();
    }

    private Step compare(ProtectedMachine machine) {
        boolean equal = true;
        long done = 0;
        long total = 0;
        long rate = 0;
        String note = null;
        for (ProtectedDisk disk : machine.disks()) {
            Optional<DiskReport> report = reports.disk(disk.disk());
            Optional<DiskWork> work = report.map(DiskReport::work).filter(now -> now.kind() == DiskWork.Kind.RESYNC);
            equal &= report.isPresent() && report.get().state() == DiskReport.State.LOGGING && work.isEmpty();
            done += work.map(DiskWork::doneBytes).orElse(0L);
            total += work.map(DiskWork::totalBytes).orElse(0L);
            rate += work.map(DiskWork::bytesPerSecond).orElse(0L);
            note = work.flatMap(now -> Optional.ofNullable(now.problem()).or(() -> Optional.ofNullable(now.waiting())))
                    .orElse(note);
        }
        // The state follows the reports within a second; a job that is done before it would be followed by refusals.
        if (equal && machine.state() == ProtectionState.PROTECTED) {
            allow(machine.machine(), false);
            return new Step.Done();
        }
        return new Step.Again(new Job.Progress(done, total, rate, rate > 0 ? (total - done) / rate : null, note),
                Settling.SOON);
    }

    private void allow(UUID machine, boolean allowed) {
        if (book.find(machine).filter(now -> now.resyncAllowed() != allowed).isPresent()) {
            book.change(change -> {
                change.find(machine).ifPresent(now -> change.put(now.allowingResync(allowed)));
                return null;
            });
        }
    }

    /** What was compared stays so; the rest is still required. */
    @Override
    public Step undo(JobContext job) {
        allow(Subject.machine(job), false);
        return new Step.Done();
    }
}
