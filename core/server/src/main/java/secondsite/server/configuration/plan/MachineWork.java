package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.activity.Job;
import secondsite.api.plan.PlanCopy;
import secondsite.api.plan.PlanProbe;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanStep;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.CommonPoint;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.ProbeResult;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.recovery.CommonPoints;
import secondsite.server.configuration.recovery.Failovers;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;
import secondsite.server.web.ProblemException;

/**
 * Brings up a machine of a run. A failover that this run ordered is found again by the run's id, so that none is ordered twice, whenever
 * the server ended.
 */
@Singleton
final class MachineWork {

    /** Longer pictures are left out. */
    static final int PICTURE_BYTES = 256 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(MachineWork.class);

    private final Failovers failovers;
    private final Jobs jobs;
    private final Copies copies;
    private final Database database;
    private final KeptPlanRuns runs;
    private final InstantSource clock;

    @Inject
    MachineWork(Failovers failovers, Jobs jobs, Copies copies, Database database, KeptPlanRuns runs,
            InstantSource clock) {
        this.failovers = failovers;
        this.jobs = jobs;
        this.copies = copies;
        this.database = database;
        this.runs = runs;
        this.clock = clock;
    }

    /** @param points of replication groups; a machine of no group goes back to its latest where the latest group point is asked for */
    static FailoverRequest request(PlanRunRequest request, List<CommonPoint> points, UUID machine, UUID run) {
        boolean test = request.kind() == FailoverKind.TEST;
        String point = CommonPoints.of(machine, points).map(UUID::toString)
                .orElse(PointChoice.LATEST_GROUP.equals(request.point()) ? PointChoice.LATEST : request.point());
        return new FailoverRequest(request.kind(), point, null,
                test ? request.network() == PlanRunRequest.TestNetwork.MAPPED : null, null, null, null, null, null,
                run);
    }

    /** Orders its failover, or looks how far that is. @return the step as it is then */
    PlanStep look(PlanRun run, PlanStep step) {
        try {
            return step.copy() == null ? ordered(run, step) : looked(run, step);
        } catch (ProblemException e) {
            return Marks.asking(step, now(), e.getMessage());
        }
    }

    private PlanStep ordered(PlanRun run, PlanStep step) {
        List<Failover> own = own(run, step);
        Optional<Failover> left = own.stream().filter(each -> step.earlier().contains(each.id()))
                .filter(each -> !each.state().over()).findFirst();
        if (left.isPresent()) {
            return again(run, step, left.get());
        }
        Optional<Failover> begun = own.stream().filter(each -> !step.earlier().contains(each.id())).findFirst();
        if (begun.isPresent()) {
            return Marks.copied(step, copy(begun.get(), false));
        }
        var order = failovers.order(step.machine(),
                request(run.request(), run.points(), step.machine(), run.id()), run.who());
        Instant now = now();
        return Marks.copied(step, failovers.find(order.failover()).map(each -> copy(each, false)).orElseGet(
                () -> new PlanCopy(order.failover(), order.job(), now, null, null, null, null, null, null, false)));
    }

    private List<Failover> own(PlanRun run, PlanStep step) {
        return failovers.of(step.machine()).stream().filter(each -> run.id().equals(each.plan())).toList();
    }

    /** A test of an attempt before is cleaned up first. In earnest a copy that runs stays the machine: it is only looked at again. */
    private PlanStep again(PlanRun run, PlanStep step, Failover left) {
        if (left.kind() != FailoverKind.TEST) {
            return Marks.copied(step, copy(left, false));
        }
        if (left.state() == FailoverState.RUNNING) {
            failovers.clean(left.id(), new CleaningRequest("another attempt of a plan"), run.who());
        }
        return Marks.running(step, "the attempt before is cleaned up");
    }

    private PlanStep looked(PlanRun run, PlanStep step) {
        Optional<Failover> found = failovers.find(step.copy().failover());
        if (found.isEmpty()) {
            return Marks.asking(step, now(), "the failover " + step.copy().failover() + " is not known any more");
        }
        Failover failover = found.get();
        boolean under = jobs.find(failover.job()).filter(job -> !job.state().over()).isPresent();
        PlanStep copied = Marks.copied(step, copy(failover, step.copy().pictured()));
        return switch (failover.state()) {
            case STARTING -> Marks.running(copied, progress(failover).orElse(null));
            case FAILED, CANCELLED -> Marks.asking(copied, now(),
                    failover.problem() == null ? "the failover is " + failover.state() : failover.problem());
            case RUNNING, COMMIT_PENDING -> under
                    ? Marks.running(copied, progress(failover).orElse(null))
                    : up(run, copied, failover);
            case CLEANING, CLEANED, CHANGING, COMMITTING, COMMITTED, CANCELLING -> up(run, copied, failover);
        };
    }

    private Optional<String> progress(Failover failover) {
        return jobs.find(failover.job()).stream().flatMap(job -> job.tasks().stream())
                .filter(task -> !task.state().over()).findFirst().map(Job.Task::name);
    }

    private PlanStep up(PlanRun run, PlanStep step, Failover failover) {
        PlanStep pictured = Marks.copied(step, copy(failover, pictured(run, step, failover)));
        if (Boolean.FALSE.equals(failover.works())) {
            return Marks.asking(pictured, now(), "it runs, but a probe failed: " + failover.probes().stream()
                    .filter(each -> !each.passed()).map(each -> each.probe() + ": " + each.evidence())
                    .collect(Collectors.joining("; ")));
        }
        return Marks.done(pictured, now(), null, step.values());
    }

    /** A picture is good to have, and no reason to fail. */
    private boolean pictured(PlanRun run, PlanStep step, Failover failover) {
        if (failover.hosted() == null) {
            return false;
        }
        try {
            byte[] png = copies.picture(failover);
            if (png.length == 0 || png.length > PICTURE_BYTES) {
                return false;
            }
            return database.write(change -> {
                runs.picture(change, run.id(), step.machine(), png);
                return true;
            });
        } catch (IOException | ProblemException e) {
            LOG.warn("no picture of {}: {}", step.name(), e.getMessage());
            return false;
        }
    }

    private static PlanCopy copy(Failover failover, boolean pictured) {
        Instant works = Boolean.TRUE.equals(failover.works())
                ? failover.probes().stream().map(ProbeResult::when).filter(Objects::nonNull).max(Instant::compareTo)
                        .orElse(null)
                : null;
        return new PlanCopy(failover.id(), failover.job(), failover.begun(), failover.pointTime(),
                failover.lostSeconds(), failover.up(), works,
                failover.probes().stream().map(each -> new PlanProbe(each.probe().toString(), each.passed(),
                        each.evidence(), each.when())).toList(),
                failover.masterTarget(), pictured);
    }

    /**
     * Removes what a test of a machine left.
     *
     * @return whether nothing is left
     * @throws ProblemException when it cannot be cleaned up now
     */
    boolean cleaned(PlanRun run, PlanStep step, String notes, String who) {
        List<Failover> left = own(run, step).stream().filter(each -> each.kind() == FailoverKind.TEST)
                .filter(each -> !each.state().over()).toList();
        left.stream().filter(each -> each.state() == FailoverState.RUNNING)
                .forEach(each -> failovers.clean(each.id(), new CleaningRequest(notes), who));
        return left.isEmpty();
    }

    /** Whether a failover of it goes on that this run ordered. */
    boolean underWay(PlanRun run, PlanStep step) {
        return own(run, step).stream().filter(each -> !each.state().over()).anyMatch(
                each -> each.state() == FailoverState.STARTING
                        || jobs.find(each.job()).filter(job -> !job.state().over()).isPresent());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
