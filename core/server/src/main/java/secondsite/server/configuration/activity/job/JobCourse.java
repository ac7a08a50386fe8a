package secondsite.server.configuration.activity.job;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.JobNotes;
import secondsite.server.configuration.store.JobStore.Standing;
import secondsite.server.configuration.store.JobStore;
import secondsite.server.configuration.store.Transaction;

/**
 * What becomes of a job, step by step. Where it stands is in the database before and after each step, so that it does not matter who
 * does the next one, in which life of the server.
 *
 * <pre>
 * WAITING     a task is begun                          RUNNING
 * RUNNING     the last task is done                    DONE
 *             a step failed and may go well later      RETRYING
 *             a step failed for good                   CANCELLING, then FAILED
 *             a person cancels                         CANCELLING, then CANCELLED
 * RETRYING    its time has come, or a person hurries   RUNNING
 *             a person cancels                         CANCELLING
 * CANCELLING  all is taken back                        FAILED or CANCELLED
 *             taking back failed                       CANCELLING, tried again later
 * FAILED      a person tries again                     WAITING
 * </pre>
 */
@Singleton
final class JobCourse {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int EVIDENCE = 4000;
    private static final Logger LOG = LoggerFactory.getLogger(JobCourse.class);

    private final Database database;
    private final JobStore jobs;
    private final JobNotes notes;
    private final JobTypes types;
    private final JobNews news;
    private final LiveProgress live;
    private final InstantSource clock;

    @Inject
    JobCourse(Database database, JobStore jobs, JobNotes notes, JobTypes types, JobNews news, LiveProgress live,
            InstantSource clock) {
        this.database = database;
        this.jobs = jobs;
        this.notes = notes;
        this.types = types;
        this.news = news;
        this.live = live;
        this.clock = clock;
    }

    /** What a step did. */
    private record Outcome(Step step, ReportedProblem problem, boolean recoverable) {}

    private interface Doing {

        Step step(JobContext context) throws JobFailure;
    }

    /** Does a step of a job. @return when the next is due; empty when the job is over */
    Optional<Instant> step(long number) {
        Optional<Standing> found = database.read(all -> jobs.find(all, number));
        Optional<Instant> next = found.filter(standing -> !standing.job().state().over()).flatMap(this::step);
        if (next.isEmpty()) {
            live.forget(number);
        }
        return next;
    }

    private Optional<Instant> step(Standing standing) {
        Job job = standing.job();
        Optional<JobType> type = types.find(job.type());
        if (type.isEmpty()) {
            return end(job, JobState.FAILED, new ReportedProblem(ErrorCode.INTERNAL,
                    "this version knows no jobs of the type " + job.type()));
        }
        return job.state() == JobState.CANCELLING ? undo(type.get(), standing) : task(type.get(), standing);
    }

    private Optional<Instant> task(JobType type, Standing standing) {
        Job job = standing.job();
        if (standing.position().isEmpty()) {
            return end(job, JobState.DONE, null);
        }
        int position = standing.position().getAsInt();
        Job.Task task = job.tasks().get(position);
        if (task.state() != JobState.RUNNING && !begin(job, position)) {
            return Optional.of(clock.instant());
        }
        Outcome outcome = attempt(job, task.name(), context -> type.step(task.name(), context));
        if (outcome.problem() != null) {
            return outcome.recoverable()
                    ? failed(standing, position, outcome.problem())
                    : failedForGood(job, position, outcome.problem());
        }
        if (standing.failures() > 0) {
            database.write(change -> {
                jobs.well(change, job.number(), position);
                return position;
            });
        }
        return switch (outcome.step()) {
            case Step.Done _ -> done(job, position);
            case Step.Again again -> again(job, position, again);
        };
    }

    private Outcome attempt(Job job, String what, Doing doing) {
        Map<String, String> parameters = database.read(all -> notes.order(all, job.number()));
        var order = new JobOrder(job.type(), job.subject(), job.about(), job.who(), parameters);
        try {
            return new Outcome(
                    Objects.requireNonNull(
                            doing.step(new RunningJob(database, notes, clock, job.number(), order)), "no step"),
                    null, true);
        } catch (JobFailure failure) {
            return new Outcome(null, problem(failure.code(), failure.getMessage()), failure.recoverable());
        } catch (RuntimeException | Error e) {
            // Whatever it was, the job must not be left lying: it is tried again like any other.
            LOG.error("job {} ({}), {}: {}", job.number(), job.type(), what, e.toString(), e);
            return new Outcome(null, problem(
                    e instanceof OutOfMemoryError ? ErrorCode.OUT_OF_MEMORY : ErrorCode.INTERNAL, e.toString()), true);
        }
    }

    private static ReportedProblem problem(ErrorCode code, String evidence) {
        return new ReportedProblem(code, Texts.cut(evidence, EVIDENCE));
    }

    /** @return false when somebody cancelled it meanwhile */
    private boolean begin(Job job, int position) {
        String task = job.tasks().get(position).name();
        return database.write(change -> {
            if (givenUp(change, job)) {
                return false;
            }
            jobs.begin(change, job.number(), position, clock.instant());
            if (job.state() == JobState.WAITING) {
                news.job(change, job, JobState.RUNNING, task, null);
            } else {
                news.task(change, job, JobState.RUNNING, task);
            }
            return true;
        });
    }

    private boolean givenUp(Transaction change, Job job) {
        return jobs.find(change, job.number()).map(now -> now.job().state() == JobState.CANCELLING).orElse(true);
    }

    private Optional<Instant> again(Job job, int position, Step.Again again) {
        Instant now = clock.instant();
        if (again.progress() != null) {
            LiveProgress.Now progress = live.note(job.number(), position, again.progress(), now);
            if (progress.write()) {
                database.write(change -> {
                    jobs.progress(change, job.number(), position, progress.progress());
                    return position;
                });
            }
            if (progress.tell()) {
                news.progress(job);
            }
        }
        Duration pause = again.in().compareTo(LONGEST_PAUSE) < 0 ? again.in() : LONGEST_PAUSE;
        return Optional.of(pause.isNegative() ? now : now.plus(pause));
    }

    private Optional<Instant> done(Job job, int position) {
        Instant now = clock.instant();
        boolean last = position == job.tasks().size() - 1;
        boolean over = database.write(change -> {
            live.of(job.number()).ifPresent(progress -> jobs.progress(change, job.number(), position, progress));
            jobs.end(change, job.number(), position, JobState.DONE, now);
            news.task(change, job, JobState.DONE, job.tasks().get(position).name());
            boolean whole = last && !givenUp(change, job);
            if (whole) {
                over(change, job, JobState.DONE, null);
            }
            return whole;
        });
        live.forget(job.number());
        return over ? Optional.empty() : Optional.of(now);
    }

    private Optional<Instant> failed(Standing standing, int position, ReportedProblem problem) {
        Job job = standing.job();
        Instant now = clock.instant();
        Instant at = now.plus(RetryLaw.after(standing.failures()));
        return Optional.of(database.write(change -> {
            if (givenUp(change, job)) {
                return now;
            }
            jobs.retry(change, job.number(), position, problem, at);
            news.job(change, job, JobState.RETRYING, job.tasks().get(position).name(), problem);
            return at;
        }));
    }

    private Optional<Instant> failedForGood(Job job, int position, ReportedProblem problem) {
        Instant now = clock.instant();
        database.write(change -> {
            if (!givenUp(change, job)) {
                jobs.end(change, job.number(), position, JobState.FAILED, now);
                jobs.giveUp(change, job.number(), JobState.FAILED, problem);
                news.job(change, job, JobState.CANCELLING, job.tasks().get(position).name(), problem);
            }
            return job;
        });
        return Optional.of(now);
    }

    private Optional<Instant> undo(JobType type, Standing standing) {
        Job job = standing.job();
        Outcome outcome = attempt(job, "undo", type::undo);
        if (outcome.problem() != null) {
            Instant at = clock.instant().plus(RetryLaw.after(standing.undoFailures()));
            database.write(change -> {
                jobs.retryUndo(change, job.number(), outcome.problem(), at);
                news.job(change, job, JobState.CANCELLING, "undo", outcome.problem());
                return at;
            });
            return Optional.of(at);
        }
        return switch (outcome.step()) {
            case Step.Done _ -> end(job, standing.becomes().orElse(JobState.CANCELLED),
                    standing.reason().orElse(null));
            case Step.Again again -> again(job, job.tasks().size(), again);
        };
    }

    private Optional<Instant> end(Job job, JobState state, ReportedProblem problem) {
        database.write(change -> {
            over(change, job, state, problem);
            return state;
        });
        return Optional.empty();
    }

    private void over(Transaction change, Job job, JobState state, ReportedProblem problem) {
        jobs.over(change, job.number(), state, problem, clock.instant());
        news.job(change, job, state, "", problem);
    }
}
