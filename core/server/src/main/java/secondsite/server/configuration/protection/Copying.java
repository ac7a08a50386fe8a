package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.client.TransferException;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskWork;
import secondsite.api.point.PointList;
import secondsite.api.point.PointQuery;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;

/** The initial replication of a machine's disks, one after another. */
@Singleton
public final class Copying {

    private static final String LOGGED = "logged-";
    private static final PointQuery ONLY_RANGES = new PointQuery(null, null, null, true, null, 1);

    private final ProtectionBook book;
    private final LiveReports reports;
    private final MasterTargets targets;

    @Inject
    public Copying(ProtectionBook book, LiveReports reports, MasterTargets targets) {
        this.book = book;
        this.reports = reports;
        this.targets = targets;
    }

    /** Goes on with the disk that is being copied, or with the next one; done when all are copied. */
    Step step(UUID id, JobContext job) throws JobFailure {
        ProtectedMachine machine = book.find(id).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, "machine " + id));
        Optional<ProtectedDisk> next = machine.disks().stream()
                .filter(disk -> disk.stage() == Stage.WAITING || disk.stage() == Stage.COPYING)
                .min((one, other) -> other.stage().compareTo(one.stage()));
        if (next.isEmpty()) {
            return new Step.Done();
        }
        ProtectedDisk disk = next.get();
        if (disk.stage() == Stage.WAITING) {
            set(machine.machine(), disk.disk(), Stage.COPYING);
            job.log("initial replication of disk " + disk.name() + " may begin");
        } else if (copied(machine, disk, job)) {
            set(machine.machine(), disk.disk(), Stage.COPIED);
            job.log("disk " + disk.name() + " is recoverable at " + machine.masterTarget());
        }
        return new Step.Again(progress(machine, disk), Settling.SOON);
    }

    private void set(UUID machine, UUID disk, Stage stage) {
        book.change(change -> {
            change.find(machine).ifPresent(now -> change.put(now.withDisk(disk, old -> old.in(stage))));
            return null;
        });
    }

    /**
     * What a comparison found travels as records too. Until the last of them is at the target, the disk could be brought back only to what
     * was there before, which may be as old as a disk that was left behind long ago.
     */
    private boolean copied(ProtectedMachine machine, ProtectedDisk disk, JobContext job) throws JobFailure {
        String key = LOGGED + disk.disk();
        Optional<Long> known = job.remembered(key).filter(text -> !text.isEmpty()).map(Long::parseLong);
        Optional<DiskReport> settled = settled(machine, disk);
        if (settled.isEmpty()) {
            if (known.isPresent()) {
                job.remember(key, "");
            }
            return false;
        }
        long last = settled.get().lastSequence();
        if (known.filter(logged -> logged <= last).isEmpty()) {
            job.remember(key, Long.toString(last));
            return there(machine, disk, last);
        }
        return there(machine, disk, known.get());
    }

    /** How its agent says that it stands, when it has nothing to copy any more. */
    private Optional<DiskReport> settled(ProtectedMachine machine, ProtectedDisk disk) {
        Optional<MasterTargetReport.Kept> kept = kept(machine, disk);
        // An agent that has not met its target yet knows less than a replica from before, and has nothing to do.
        return kept.isEmpty()
                ? Optional.empty()
                : reports.disk(disk.disk()).filter(report -> report.state() == DiskReport.State.LOGGING
                        && copyOf(report).isEmpty() && report.lastSequence() >= kept.get().newestSequence());
    }

    private Optional<MasterTargetReport.Kept> kept(ProtectedMachine machine, ProtectedDisk disk) {
        return reports.kept(disk.disk(), machine.masterTarget()).filter(MasterTargetReport.Kept::recoverable);
    }

    /** Whether the disk can be brought back to this record, or to a later one. A report does not look at comparisons under way. */
    private boolean there(ProtectedMachine machine, ProtectedDisk disk, long sequence) throws JobFailure {
        if (kept(machine, disk).filter(kept -> kept.newestSequence() >= sequence).isEmpty()) {
            return false;
        }
        try {
            List<PointList.Range> ranges = targets.named(machine.masterTarget()).points(disk.disk(), ONLY_RANGES)
                    .ranges();
            return !ranges.isEmpty() && ranges.getLast().last() >= sequence;
        } catch (TransferException e) {
            throw JobFailure.recoverable(ErrorCode.MASTER_TARGET_UNREACHABLE,
                    machine.masterTarget() + ": " + e.getMessage());
        }
    }

    /** Compared instead, where there is a replica from before. */
    private static Optional<DiskWork> copyOf(DiskReport report) {
        return Optional.ofNullable(report.work())
                .filter(work -> work.kind() != DiskWork.Kind.VERIFICATION);
    }

    /** Of all disks together. */
    private Job.Progress progress(ProtectedMachine machine, ProtectedDisk current) {
        long total = machine.disks().stream().mapToLong(ProtectedDisk::size).sum();
        long done = machine.disks().stream().filter(disk -> disk.stage() == Stage.COPIED)
                .mapToLong(ProtectedDisk::size).sum();
        Optional<DiskWork> work = reports.disk(current.disk()).flatMap(Copying::copyOf);
        long rate = work.map(DiskWork::bytesPerSecond).orElse(0L);
        long at = done + work.map(now -> share(now, current)).orElseGet(() -> arrived(machine, current));
        return new Job.Progress(Math.min(at, total), total, rate, rate > 0 ? (total - at) / rate : null,
                note(current, work));
    }

    /** The agent counts what is allocated; a disk counts as it is. */
    private static long share(DiskWork work, ProtectedDisk disk) {
        return work.totalBytes() == 0 ? 0 : (long) ((double) work.doneBytes() / work.totalBytes() * disk.size());
    }

    /** Its agent does nothing on it: not yet, or no longer, and the target has not said that it is recoverable. */
    private long arrived(ProtectedMachine machine, ProtectedDisk disk) {
        return reports.kept(disk.disk(), machine.masterTarget()).filter(kept -> kept.chunks() > 0)
                .map(kept -> (long) ((double) kept.copiedChunks() / kept.chunks() * disk.size())).orElse(0L);
    }

    private static String note(ProtectedDisk disk, Optional<DiskWork> work) {
        String why = work
                .flatMap(now -> Optional.ofNullable(now.problem()).or(() -> Optional.ofNullable(now.waiting())))
                .map(text -> ": " + text).orElse("");
        return "disk " + disk.name() + why;
    }
}
