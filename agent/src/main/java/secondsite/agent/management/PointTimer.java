package secondsite.agent.management;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.api.machine.PointSettings;
import secondsite.api.machine.ReportedProblem;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * Makes recovery points by itself, as often as the assignment says: crash-consistent and application-consistent ones of all protected
 * disks together. One that cannot be made is a problem until the next one is; {@link #beat} is called by one thread.
 */
final class PointTimer {

    private static final Logger LOG = LoggerFactory.getLogger(PointTimer.class);

    /** Points of one kind. */
    private final class Turn {

        private final Making making;
        private long madeAt;
        private boolean everMade;
        private volatile Optional<ReportedProblem> problem = Optional.empty();

        Turn(Making making) {
            this.making = making;
        }

        void beat(long everyNanos, List<ManagedDisk> disks, AgentAssignment assignment) throws InterruptedException {
            long now = time.nanos();
            if (everyNanos == 0) {
                problem = Optional.empty();
            } else if (!everMade || now - madeAt >= everyNanos) {
                everMade = true;
                madeAt = now;
                problem = made(disks, assignment);
            }
        }

        private Optional<ReportedProblem> made(List<ManagedDisk> disks, AgentAssignment assignment)
                throws InterruptedException {
            try {
                making.make(disks, assignment);
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                LOG.warn("a recovery point was not made: {}", e.getMessage());
                return Optional.of(ReportedException.problem(e, ErrorCode.POINT_NOT_MADE));
            }
        }
    }

    private interface Making {
        void make(List<ManagedDisk> disks, AgentAssignment assignment) throws IOException, InterruptedException;
    }

    private final List<ManagedDisk> disks;
    private final Points points;
    private final Map<Verb, PointMaker> makers;
    private final MonotonicTime time;
    private final Turn crash = new Turn(this::crashPoint);
    private final Turn app = new Turn(this::appPoint);
    private final Turn group = new Turn(this::groupPoint);

    PointTimer(List<ManagedDisk> disks, Points points, Map<Verb, PointMaker> makers, MonotonicTime time) {
        this.disks = List.copyOf(disks);
        this.points = points;
        this.makers = Map.copyOf(makers);
        this.time = time;
    }

    /** Makes what is due. */
    void beat(AgentAssignment assignment) throws InterruptedException {
        List<ManagedDisk> all = disks.stream().filter(ManagedDisk::isProtected).toList();
        PointSettings every = assignment.points();
        boolean any = every != null && !all.isEmpty();
        crash.beat(any ? TimeUnit.SECONDS.toNanos(every.crashSeconds()) : 0, all, assignment);
        app.beat(any ? Duration.ofMinutes(every.appMinutes()).toNanos() : 0, all, assignment);
        group.beat(any ? groupNanos(assignment) : 0, all, assignment);
    }

    private void crashPoint(List<ManagedDisk> all, AgentAssignment assignment)
            throws IOException, InterruptedException {
        points.place(all, new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
    }

    /** Only who leads the group is told to make points of it. */
    private static long groupNanos(AgentAssignment assignment) {
        return assignment.group() == null ? 0 : TimeUnit.SECONDS.toNanos(assignment.group().pointSeconds());
    }

    private void appPoint(List<ManagedDisk> all, AgentAssignment assignment) throws IOException, InterruptedException {
        make(Verb.APP_POINT, all, assignment);
    }

    private void groupPoint(List<ManagedDisk> all, AgentAssignment assignment)
            throws IOException, InterruptedException {
        make(Verb.GROUP_POINT, all, assignment);
    }

    private void make(Verb verb, List<ManagedDisk> all, AgentAssignment assignment)
            throws IOException, InterruptedException {
        PointMaker maker = makers.get(verb);
        if (maker == null) {
            throw new IOException("this agent cannot make points of the kind " + verb);
        }
        maker.make(new PointMaker.Point(UUID.randomUUID(), "", all.stream().map(ManagedDisk::capture).toList(),
                assignment));
        all.forEach(ManagedDisk::wake);
    }

    /** What kept the last points from being made. */
    List<ReportedProblem> problems() {
        return Stream.of(crash, app, group).flatMap(turn -> turn.problem.stream()).toList();
    }
}
