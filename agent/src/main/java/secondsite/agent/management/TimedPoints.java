package secondsite.agent.management;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.freeze.PointTimer;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.api.machine.PointSettings;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * Makes recovery points by itself, as often as the assignment says, of all protected disks together. One that cannot be made is a problem
 * until the next one of its kind is. Kinds do not wait for each other.
 */
final class TimedPoints implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TimedPoints.class);
    private static final int MINUTE = 60;

    enum Kind {
        CRASH, APP, GROUP
    }

    private final List<ManagedDisk> disks;
    private final Points points;
    private final Map<Verb, PointMaker> makers;
    private final Map<Kind, PointTimer> timers = new EnumMap<>(Kind.class);
    private volatile Map<Kind, ReportedProblem> problems = Map.of();
    private volatile AgentAssignment assignment = new AgentAssignment("", List.of(), null, null, null);

    /** @param disks those of the machine now, looked at anew each time */
    TimedPoints(List<ManagedDisk> disks, Points points, Map<Verb, PointMaker> makers, MonotonicTime time) {
        this.disks = disks;
        this.points = points;
        this.makers = Map.copyOf(makers);
        for (Kind kind : Kind.values()) {
            timers.put(kind, new PointTimer(kind + " points", time, () -> make(kind)));
        }
    }

    void start() {
        timers.values().forEach(PointTimer::start);
    }

    /** Makes points as this says from now on. */
    void follow(AgentAssignment what) {
        assignment = what;
        for (Kind kind : Kind.values()) {
            long seconds = seconds(kind, what);
            timers.get(kind).every(Duration.ofSeconds(seconds));
            if (seconds == 0) {
                tell(kind, Optional.empty());
            }
        }
    }

    /** Between two points; 0 for none. Only who leads a group is told to make points of it. */
    private static long seconds(Kind kind, AgentAssignment what) {
        PointSettings every = what.points();
        if (what.disks().isEmpty()) {
            return 0;
        }
        return switch (kind) {
            case CRASH -> every == null ? 0 : every.crashSeconds();
            case APP -> every == null ? 0 : (long) every.appMinutes() * MINUTE;
            case GROUP -> what.group() == null ? 0 : what.group().pointSeconds();
        };
    }

    void make(Kind kind) throws InterruptedException {
        List<ManagedDisk> all = disks.stream().filter(ManagedDisk::isProtected).filter(TimedPoints::isWritten).toList();
        if (all.isEmpty()) {
            tell(kind, Optional.empty());
            return;
        }
        try {
            switch (kind) {
                case CRASH -> points.place(all, new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
                case APP -> make(Verb.APP_POINT, all);
                case GROUP -> make(Verb.GROUP_POINT, all);
            }
            tell(kind, Optional.empty());
        } catch (IOException | RuntimeException e) {
            LOG.warn("a recovery point ({}) was not made: {}", kind, e.getMessage());
            ErrorCode code = kind == Kind.GROUP ? ErrorCode.GROUP_POINT_NOT_MADE : ErrorCode.POINT_NOT_MADE;
            tell(kind, Optional.of(ReportedException.problem(e, code)));
        }
    }

    /** Of a disk that was failed over there is nothing to make points of. */
    private static boolean isWritten(ManagedDisk disk) {
        return disk.capture().status().situation().state() != CaptureState.FENCED;
    }

    private void make(Verb verb, List<ManagedDisk> all) throws IOException, InterruptedException {
        PointMaker maker = makers.get(verb);
        if (maker == null) {
            throw new IOException("this agent cannot make points of the kind " + verb);
        }
        maker.make(new PointMaker.Point(UUID.randomUUID(), "", all.stream().map(ManagedDisk::capture).toList(),
                assignment));
        all.forEach(ManagedDisk::wake);
    }

    private synchronized void tell(Kind kind, Optional<ReportedProblem> problem) {
        var now = new EnumMap<Kind, ReportedProblem>(Kind.class);
        now.putAll(problems);
        problem.ifPresentOrElse(what -> now.put(kind, what), () -> now.remove(kind));
        problems = now;
    }

    /** What kept the last points from being made. */
    List<ReportedProblem> problems() {
        return List.copyOf(problems.values());
    }

    /** Breaks off what is being made, in order. */
    @Override
    public void close() {
        timers.values().forEach(PointTimer::close);
    }
}
