package secondsite.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import secondsite.agent.capture.CopyStage;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.CaptureStatus;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.Situation;
import secondsite.agent.capture.Protectable;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.control.AgentStatus.DiskStatus;
import secondsite.agent.control.AgentStatus.Shipping;
import secondsite.agent.control.AgentStatus.SpoolStatus;
import secondsite.agent.control.AgentStatus;
import secondsite.agent.copy.CopyProgress;
import secondsite.agent.protection.Job;
import secondsite.agent.protection.Replication;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.ShippingProgress;
import secondsite.engine.ship.ShippingState;

/** How a disk stands at one moment, told to people here and to the configuration server. */
final class DiskStanding {

    private static final CopyProgress NONE = new CopyProgress(0, 0, 0, 0, OptionalLong.empty(), Optional.empty());

    private final DiskEntry entry;
    private final CapturedDisk disk;
    private final Protectable capture;
    private final CaptureStatus now;
    private final Optional<Replication> replication;
    private final Optional<ShippingProgress> shipped;

    /** @param shipped how shipping goes, or went when it was paused */
    DiskStanding(DiskEntry entry, CapturedDisk disk, Optional<Replication> replication,
            Optional<ShippingProgress> shipped) {
        this.entry = entry;
        this.disk = disk;
        this.capture = disk.capture();
        this.now = capture.status();
        this.replication = replication;
        this.shipped = shipped;
    }

    private CaptureState state() {
        return now.situation().state();
    }

    private String reason() {
        Situation situation = now.situation();
        return state() == CaptureState.LOGGING || state() == CaptureState.UNPROTECTED
                ? null
                : situation.reason().words() + (situation.detail().isEmpty() ? "" : ": " + situation.detail());
    }

    DiskStatus status() {
        var spool = new SpoolStatus(now.spool().bytes(), now.spool().limitBytes(), now.spool().warning());
        return new DiskStatus(entry.id(), entry.name(), entry.size().bytes(), state().name(), reason(),
                now.situation().since(), spool, now.lastSequence(), now.dirtyBytes(),
                replication.flatMap(Replication::progress).map(DiskStanding::told).orElse(null),
                replication.flatMap(each -> each.jobs().job()).map(DiskStanding::told).orElse(null), complaints());
    }

    private List<String> complaints() {
        var problems = new ArrayList<String>();
        disk.problems().forEach(each -> problems.add(each.detail()));
        now.problem().ifPresent(problems::add);
        replication.flatMap(Replication::problem).ifPresent(problems::add);
        replication.flatMap(Replication::progress).flatMap(ShippingProgress::lastError).ifPresent(problems::add);
        return problems;
    }

    private static Shipping told(ShippingProgress now) {
        return new Shipping(now.state().toString(), now.position().gatewaySequence(), now.position().targetSequence(),
                now.recordsWaiting(), now.bytesWaiting(), now.bytesSent(), now.bytesPerSecond(), now.lagSeconds());
    }

    private static AgentStatus.Job told(Job now) {
        CopyProgress at = now.progress().orElse(NONE);
        return new AgentStatus.Job(now.kind().name(), now.state().name(), at.doneBytes(), at.totalBytes(),
                at.sentBytes(), at.bytesPerSecond(), left(at), at.waiting().orElse(null), now.problem().orElse(null));
    }

    private static Long left(CopyProgress at) {
        return at.secondsLeft().isPresent() ? at.secondsLeft().getAsLong() : null;
    }

    /** @param work null when there is none, @param verified null when it never was */
    DiskReport report(DiskWork work, DiskVerification verified, List<ReportedProblem> problems) {
        Position position = shipped.map(ShippingProgress::position).orElse(new Position(0, 0, 0));
        return new DiskReport(entry.id(), DiskReport.State.valueOf(state().name()), reason(), now.situation().since(),
                entry.size().bytes(), capture.writtenBytes(), now.dirtyBytes(), now.spool().bytes(),
                now.spool().limitBytes(), now.lastSequence(), position.gatewaySequence(), position.targetSequence(),
                shipped.map(ShippingProgress::bytesWaiting).orElse(0L),
                replication.flatMap(Replication::progress).map(ShippingProgress::bytesPerSecond).orElse(0L),
                lagSeconds(), work, verified, problems,
                entry.nbd() == null || entry.nbd().unix() == null ? null : entry.nbd().unix().toString());
    }

    /** What was not logged yet is behind too. */
    private double lagSeconds() {
        double sent = shipped.map(ShippingProgress::lagSeconds).orElse(0.0);
        return capture.isProtected() ? Math.max(sent, disk.behind().toMillis() / 1e3) : sent;
    }

    /** Long work that is done or due; null when there is none. */
    DiskWork work(Optional<DiskAssignment> assigned) {
        boolean differs = state() == CaptureState.RESYNC_REQUIRED || state() == CaptureState.RESYNCING;
        if (!capture.isProtected() || state() == CaptureState.FENCED || capture.copy() == CopyStage.OVER && !differs) {
            return null;
        }
        Optional<Job> job = replication.flatMap(each -> each.jobs().job());
        CopyProgress at = job.flatMap(Job::progress).orElse(NONE);
        DiskWork.Kind kind = capture.copy() == CopyStage.OVER
                ? DiskWork.Kind.RESYNC
                : DiskWork.Kind.INITIAL_REPLICATION;
        return new DiskWork(kind, state(job), at.doneBytes(), at.totalBytes(), at.sentBytes(), at.bytesPerSecond(),
                left(at), at.waiting().or(() -> waiting(kind, job, assigned)).orElse(null),
                job.flatMap(Job::problem).orElse(null));
    }

    private DiskWork.State state(Optional<Job> job) {
        return replication.isEmpty()
                ? DiskWork.State.PAUSED
                : job.map(each -> DiskWork.State.valueOf(each.state().name())).orElse(DiskWork.State.WAITING);
    }

    private Optional<String> waiting(DiskWork.Kind kind, Optional<Job> job, Optional<DiskAssignment> assigned) {
        if (replication.isEmpty()) {
            return Optional.of("paused");
        }
        if (job.filter(each -> each.state() != Job.State.WAITING).isPresent()) {
            return Optional.empty();
        }
        if (!capture.met()) {
            return Optional.of("the process server has not answered yet");
        }
        boolean gated = assigned.filter(now -> kind == DiskWork.Kind.RESYNC ? !now.resyncNow() : !now.copy())
                .isPresent();
        return Optional.of(!gated || job.isPresent()
                ? "another disk of this machine is at it"
                : kind == DiskWork.Kind.RESYNC ? "outside the hours for comparisons" : "its turn has not come");
    }

    /** What keeps something from going on. */
    List<ReportedProblem> problems() {
        var problems = new ArrayList<>(disk.problems());
        now.problem().ifPresent(what -> problems.add(new ReportedProblem(ErrorCode.DISK_WRITE_FAILED, what)));
        if (now.spool().warning()) {
            problems.add(new ReportedProblem(ErrorCode.SPOOL_FILLING,
                    Sizes.of(now.spool().bytes()) + " of " + Sizes.of(now.spool().limitBytes())));
        }
        if (state() == CaptureState.RESYNC_REQUIRED && now.situation().reason() == GapReason.SPOOL_FULL) {
            problems.add(new ReportedProblem(ErrorCode.SPOOL_FULL, now.situation().detail()));
        }
        if (state() == CaptureState.FENCED) {
            problems.add(new ReportedProblem(ErrorCode.DISK_FENCED, now.situation().detail()));
        }
        replication.flatMap(Replication::problem)
                .ifPresent(what -> problems.add(new ReportedProblem(ErrorCode.PROCESS_SERVER_UNREACHABLE, what)));
        replication.flatMap(Replication::progress).flatMap(DiskStanding::shippingProblem).ifPresent(problems::add);
        return problems;
    }

    private static Optional<ReportedProblem> shippingProblem(ShippingProgress at) {
        ErrorCode code = switch (at.state()) {
            case ShippingState.Waiting waiting when waiting.backPressure() -> ErrorCode.CACHE_FULL;
            case ShippingState.Refused _ -> ErrorCode.REPLICATION_STOPPED;
            default -> ErrorCode.PROCESS_SERVER_UNREACHABLE;
        };
        return at.lastError().map(what -> new ReportedProblem(code, what));
    }
}
