package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.machine.DiskReport;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.Fencing;
import secondsite.server.configuration.protection.ProtectedDisk;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.Settling;

/**
 * Sees to it that the source of a failover writes no more: its disks refuse writes from a new epoch on. Planned, all that they wrote before
 * comes to the target first; unplanned, nothing is waited for that may never come.
 */
@Singleton
final class SourceFence {

    static final String DRAIN = "drain";
    static final String FENCE = "fence";

    private static final String SINCE = "fence-since";
    private static final String RELEASED_SINCE = "released-since";
    private static final String TOTAL = "drain-bytes";
    private static final String SEQUENCE = "drained-";
    /** So long a source that reports may take to say that it refuses writes, before an unplanned failover goes on. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So long an agent may be silent, before a planned failover is given up. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Fencing fencing;
    private final LiveReports reports;
    private final Settling settling;
    private final SourceShutDown source;
    private final InstantSource clock;

    @Inject
    SourceFence(Fencing fencing, LiveReports reports, Settling settling, SourceShutDown source,
            InstantSource clock) {
        this.fencing = fencing;
        this.reports = reports;
        this.settling = settling;
        this.source = source;
        this.clock = clock;
    }

    /** Done when all that the source wrote is durable at the target, and nothing more is taken from it. */
    Step drain(ProtectedMachine machine, JobContext job) throws JobFailure {
        fencing.fence(machine.machine(), false);
        if (!source.heard(machine)) {
            Instant since = settling.since(job, SINCE);
            if (Duration.between(since, clock.instant()).compareTo(SILENCE) > 0) {
                throw JobFailure.forGood(ErrorCode.AGENT_SILENT, machine.agent()
                        + " does not report, so it is not known whether everything is at the target. Order an"
                        + " unplanned failover if the source does not come back");
            }
            return BringingUp.again("waiting for the agent " + machine.agent());
        }
        job.remember(SINCE, "");
        // A report that was sent before the agent knew of the fence says nothing of what was written until then.
        if (!settling.agent(machine.agent())) {
            return BringingUp.again("waiting until the agent " + machine.agent() + " refuses writes");
        }
        return arrived(machine, job);
    }

    private Step arrived(ProtectedMachine machine, JobContext job) {
        long waiting = 0;
        long rate = 0;
        boolean all = true;
        Map<UUID, Long> last = new HashMap<>();
        for (ProtectedDisk disk : machine.disks()) {
            Optional<DiskReport> report = reports.disk(disk.disk())
                    .filter(now -> now.state() == DiskReport.State.FENCED);
            waiting += report.map(DiskReport::bytesWaiting).orElse(0L);
            rate += report.map(DiskReport::bytesPerSecond).orElse(0L);
            all &= report.filter(now -> now.dirtyBytes() == 0 && now.targetSequence() == now.lastSequence()
                    && there(machine, now)).isPresent();
            report.ifPresent(now -> last.put(disk.disk(), now.lastSequence()));
        }
        if (!all) {
            long left = waiting;
            long total = Math.max(left, job.remembered(TOTAL).map(Long::parseLong).orElse(0L));
            if (total == left) {
                job.remember(TOTAL, Long.toString(total));
            }
            return new Step.Again(new Job.Progress(total - left, total, rate, rate > 0 ? left / rate : null,
                    "waiting for what the source wrote last"), Duration.ofSeconds(1));
        }
        last.forEach((disk, sequence) -> job.remember(SEQUENCE + disk, Long.toString(sequence)));
        fencing.fence(machine.machine(), true);
        job.log("all that the source wrote is at " + machine.masterTarget());
        return new Step.Done();
    }

    private boolean there(ProtectedMachine machine, DiskReport report) {
        return reports.kept(report.disk(), machine.masterTarget()).map(MasterTargetReport.Kept::newestSequence)
                .filter(newest -> newest >= report.lastSequence()).isPresent();
    }

    /** The last record of each disk of a source that was drained. */
    static Map<UUID, String> drained(ProtectedMachine machine, JobContext job) {
        var last = new HashMap<UUID, String>();
        machine.disks().forEach(disk -> job.remembered(SEQUENCE + disk.disk())
                .ifPresent(sequence -> last.put(disk.disk(), sequence)));
        return last;
    }

    /** Done when a source that was fenced off may write again, as far as it can be told. */
    Step released(ProtectedMachine machine, JobContext job) {
        boolean patient = Duration.between(settling.since(job, RELEASED_SINCE), clock.instant())
                .compareTo(PATIENCE) < 0;
        boolean writes = settling.agent(machine.agent()) && machine.disks().stream()
                .allMatch(disk -> reports.disk(disk.disk()).filter(now -> now.state() != DiskReport.State.FENCED)
                        .isPresent());
        if (patient && !writes && source.mayBeHeard(machine)) {
            return BringingUp.again("waiting until the source may write");
        }
        job.log(writes
                ? "the source may write again; start it, if it was shut down"
                : "the source was not heard yet to take writes; start it when its agent says that it does");
        return new Step.Done();
    }

    /** Done when nothing more is taken from the source, and it refuses writes if it can still be told. */
    Step fence(ProtectedMachine machine, JobContext job) {
        fencing.fence(machine.machine(), true);
        Instant since = settling.since(job, SINCE);
        boolean patient = Duration.between(since, clock.instant()).compareTo(PATIENCE) < 0;
        if (patient && !settling.masterTarget(machine.masterTarget())) {
            return BringingUp.again("waiting until " + machine.masterTarget() + " takes nothing more of the source");
        }
        boolean refuses = settling.agent(machine.agent()) && machine.disks().stream()
                .allMatch(disk -> reports.disk(disk.disk()).filter(now -> now.state() == DiskReport.State.FENCED)
                        .isPresent());
        if (patient && !refuses && source.mayBeHeard(machine)) {
            return BringingUp.again("waiting until the source refuses writes");
        }
        job.log(refuses
                ? "the source refuses writes"
                : "the source was not heard to refuse writes; it will, as soon as its agent can be told");
        return new Step.Done();
    }
}
