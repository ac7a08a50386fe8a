package secondsite.server.configuration.activity.job;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import secondsite.api.Page;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.api.activity.JobState;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.JobNotes;
import secondsite.server.configuration.store.JobStore;
import secondsite.server.configuration.store.JobStore.Standing;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** The jobs in the database: ordered, shown, cancelled and tried again. */
@Singleton
public final class KeptJobs implements Jobs {

    private static final int TYPE = 60;
    private static final int SUBJECT = 100;
    private static final int NAME = 200;
    private static final int TASK = 100;
    private static final int TASKS = 1000;
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int KEPT_JOBS = 10_000;
    private static final int PRUNED_AT_ONCE = 100;

    private final Database database;
    private final JobStore jobs;
    private final JobNotes notes;
    private final JobTypes types;
    private final JobRunner runner;
    private final LiveProgress live;
    private final JobNews news;
    private final AuditLog audit;
    private final InstantSource clock;

    /** How they are kept and told of. */
    record Books(Database database, JobStore jobs, JobNotes notes, AuditLog audit) {

        @Inject
        Books {
        }
    }

    @Inject
    KeptJobs(Books books, JobTypes types, JobRunner runner, LiveProgress live, JobNews news, InstantSource clock) {
        this.database = books.database();
        this.jobs = books.jobs();
        this.notes = books.notes();
        this.audit = books.audit();
        this.types = types;
        this.runner = runner;
        this.live = live;
        this.news = news;
        this.clock = clock;
    }

    @Override
    public long add(Transaction change, JobOrder order) {
        JobType type = types.find(order.type())
                .orElseThrow(() -> new IllegalArgumentException("there are no jobs of the type " + order.type()));
        List<String> tasks = type.tasks(order);
        check(order, tasks);
        refuseSecond(change, order.subject());
        long number = jobs.next(change);
        jobs.add(change, new Job(number, order.type(), order.subject(), Texts.cut(order.about(), NAME),
                Texts.cut(order.who(), NAME), clock.instant(), null, JobState.WAITING, null, null,
                tasks.stream().map(task -> new Job.Task(task, JobState.WAITING, null, null, 0, null)).toList()));
        notes.order(change, number, order.parameters());
        return number;
    }

    private static void check(JobOrder order, List<String> tasks) {
        if (order.type().length() > TYPE || order.subject().length() > SUBJECT) {
            throw new IllegalArgumentException("too long: " + order);
        }
        if (tasks.isEmpty() || tasks.size() > TASKS || tasks.stream().distinct().count() < tasks.size()
                || tasks.stream().anyMatch(task -> task.length() > TASK)) {
            throw new IllegalArgumentException("no tasks of a job: " + Texts.cut(tasks.toString(), NAME));
        }
    }

    private void refuseSecond(Transaction change, String subject) {
        jobs.open(change, subject).flatMap(number -> jobs.find(change, number)).ifPresent(other -> {
            Job job = other.job();
            throw new ProblemException(ProblemCode.CONFLICT, "job " + job.number() + " (" + job.type() + ") of "
                    + job.about() + " is not over; wait for its end, or cancel it");
        });
    }

    @Override
    public void wake() {
        runner.wake();
    }

    @Override
    public Optional<Job> find(long number) {
        return database.read(all -> jobs.find(all, number)).map(Standing::job).map(live::in);
    }

    @Override
    public Optional<Job> running(String subject) {
        return database.read(all -> jobs.open(all, subject).flatMap(number -> jobs.find(all, number)))
                .map(Standing::job).map(live::in);
    }

    /** At most so many with a number below this one, newest first. */
    public Page<Job> page(JobStore.Filter filter, long below, int most) {
        return database.read(all -> page(jobs.page(all, filter, below, most + 1).stream().map(live::in).toList(),
                jobs.count(all, filter), most, Job::number));
    }

    /** At most so many lines of a job's log after this one, in order. */
    public Page<JobLine> log(long number, long after, int most) {
        return database.read(all -> {
            existing(all, number);
            return page(notes.log(all, number, after, most + 1), notes.lines(all, number), most, JobLine::number);
        });
    }

    /** @param found one more than wanted when there are more */
    private static <T> Page<T> page(List<T> found, long total, int most, ToLongFunction<T> number) {
        boolean more = found.size() > most;
        List<T> shown = more ? found.subList(0, most) : found;
        return new Page<>(shown, total, more ? Long.toString(number.applyAsLong(shown.getLast())) : null);
    }

    private Standing existing(Transaction transaction, long number) {
        return jobs.find(transaction, number)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no job " + number));
    }

    /** Gives a job up: what it did is taken back. The step under way ends first. */
    public void cancel(long number, String who) {
        database.write(change -> {
            Job job = existing(change, number).job();
            if (job.state().over()) {
                throw new ProblemException(ProblemCode.CONFLICT,
                        "job " + number + " is over (" + job.state() + "): there is nothing to cancel");
            }
            if (job.state() != JobState.CANCELLING) {
                jobs.giveUp(change, number, JobState.CANCELLED, null);
                news.job(change, job, JobState.CANCELLING, who, null);
                audit.note(change, who, "job cancelled", job.about(), number + " " + job.type());
            }
            return number;
        });
        runner.hurry(number);
    }

    /** A job that waits for its next try goes on at once; one that failed begins anew with its first task. */
    public void retry(long number, String who) {
        database.write(change -> {
            Job job = existing(change, number).job();
            if (job.nextTry() != null) {
                jobs.hurry(change, number, clock.instant());
            } else if (job.state() == JobState.FAILED) {
                refuseSecond(change, job.subject());
                notes.forget(change, number);
                jobs.anew(change, number);
            } else {
                throw new ProblemException(ProblemCode.CONFLICT, "job " + number + " is " + job.state()
                        + ": only one that failed, or waits for its next try, can be tried again");
            }
            news.task(change, job, JobState.WAITING, who);
            audit.note(change, who, "job tried again", job.about(), number + " " + job.type());
            return number;
        });
        runner.hurry(number);
    }

    /** Forgets jobs that ended long ago, or have too many newer ones. */
    public void prune() {
        Instant before = clock.instant().minus(KEPT);
        int forgotten;
        do {
            forgotten = database.write(change -> jobs.prune(change, before, KEPT_JOBS, PRUNED_AT_ONCE));
        } while (forgotten == PRUNED_AT_ONCE);
    }
}
