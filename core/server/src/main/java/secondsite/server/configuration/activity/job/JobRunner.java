package secondsite.server.configuration.activity.job;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.JobStore;
import secondsite.server.configuration.store.JobStore.Open;

/**
 * Sees to it that every job goes on when it is due: one step at a time of each, so many jobs side by side. What it knows of them is only
 * when that is; all else is in the database.
 */
@Singleton
public final class JobRunner implements AutoCloseable {

    static final int SIDE_BY_SIDE = 64;
    /** So often it looks for jobs that nobody woke it for. */
    private static final Duration LOOK = Duration.ofSeconds(10);
    /** When the database could not be written; the step is done anew. */
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final Database database;
    private final JobStore jobs;
    private final JobCourse course;
    private final InstantSource clock;
    private final Executor steps;
    private final Thread pulse = Thread.ofPlatform().daemon().name("jobs").unstarted(this::run);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Instant> due = new HashMap<>();
    private final Set<Long> running = new HashSet<>();
    /** Running, and to go on at once after the step. */
    private final Set<Long> hurried = new HashSet<>();
    private boolean look = true;
    private Instant looked = Instant.EPOCH;
    private boolean closed;

    @Inject
    public JobRunner(Database database, JobStore jobs, JobCourse course, InstantSource clock) {
        this(database, jobs, course, clock, Executors.newVirtualThreadPerTaskExecutor());
    }

    JobRunner(Database database, JobStore jobs, JobCourse course, InstantSource clock, Executor steps) {
        this.database = database;
        this.jobs = jobs;
        this.course = course;
        this.clock = clock;
        this.steps = steps;
    }

    /** From now on jobs are done, first those that an earlier life of the server left. */
    public void start() {
        pulse.start();
    }

    /** There may be jobs that are not known here yet. */
    void wake() {
        locked(() -> look = true);
    }

    /** A job is to go on at once: somebody changed its state. */
    void hurry(long number) {
        locked(() -> {
            if (running.contains(number)) {
                hurried.add(number);
            } else {
                due.put(number, Instant.MIN);
            }
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            Duration pause;
            try {
                pause = round();
            } catch (RuntimeException e) {
                LOG.error("cannot look for jobs, trying again", e);
                pause = LOOK;
            }
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                if (!look && !anyDue()) {
                    changed.awaitNanos(pause.toNanos());
                }
            } catch (InterruptedException _) {
                return;
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean anyDue() {
        Instant now = clock.instant();
        return running.size() < SIDE_BY_SIDE && due.values().stream().anyMatch(at -> !at.isAfter(now));
    }

    /** Begins what is due. @return after which time to come again at the latest */
    Duration round() {
        admit();
        List<Long> begun;
        Duration pause;
        lock.lock();
        try {
            Instant now = clock.instant();
            begun = closed
                    ? List.of()
                    : due.entrySet().stream().filter(job -> !job.getValue().isAfter(now))
                            .sorted(Map.Entry.<Long, Instant>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .limit(SIDE_BY_SIDE - running.size()).map(Map.Entry::getKey).toList();
            begun.forEach(due::remove);
            running.addAll(begun);
            pause = due.values().stream().filter(at -> at.isAfter(now)).min(Instant::compareTo)
                    .map(at -> Duration.between(now, at)).filter(time -> time.compareTo(LOOK) < 0).orElse(LOOK);
        } finally {
            lock.unlock();
        }
        begun.forEach(number -> steps.execute(() -> step(number)));
        return pause;
    }

    /** Learns of jobs that are not known here. */
    private void admit() {
        Instant now = clock.instant();
        lock.lock();
        try {
            if (!look && now.isBefore(looked.plus(LOOK)) && !now.isBefore(looked)) {
                return;
            }
            look = false;
            looked = now;
        } finally {
            lock.unlock();
        }
        List<Open> open = database.read(jobs::open);
        lock.lock();
        try {
            open.stream().filter(job -> !running.contains(job.number()))
                    .forEach(job -> due.putIfAbsent(job.number(), job.due().orElse(now)));
        } finally {
            lock.unlock();
        }
    }

    private void step(long number) {
        Optional<Instant> next = Optional.of(clock.instant().plus(AFTER_TROUBLE));
        try {
            next = course.step(number);
        } catch (RuntimeException e) {
            LOG.error("what became of job {} cannot be kept; its step is done anew", number, e);
        } finally {
            ended(number, next);
        }
    }

    private void ended(long number, Optional<Instant> next) {
        locked(() -> {
            running.remove(number);
            boolean now = hurried.remove(number);
            if (now || next.isPresent()) {
                due.put(number, now ? Instant.MIN : next.get());
            }
        });
    }

    /** Begins no further steps, and lets those under way end, for a while. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            for (long left = GRACE.toNanos(); !running.isEmpty() && left > 0;) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        awaitPulse();
    }

    private void awaitPulse() {
        try {
            pulse.join(GRACE.toMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
