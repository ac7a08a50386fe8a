package secondsite.server.configuration.activity.job;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import secondsite.api.activity.Event.Severity;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.store.JobNotes;
import secondsite.server.configuration.store.Transaction;

/**
 * Tells what becomes of jobs: in their logs, as events of their subjects that are kept ({@code job.running}, {@code job.retrying},
 * {@code job.cancelling}, {@code job.done}, {@code job.failed}, {@code job.cancelled}), and as notices whose subject is the job's number
 * ({@code job.state}, {@code job.progress}).
 */
@Singleton
final class JobNews {

    private final Events events;
    private final JobNotes notes;
    private final InstantSource clock;

    @Inject
    JobNews(Events events, JobNotes notes, InstantSource clock) {
        this.events = events;
        this.notes = notes;
        this.clock = clock;
    }

    /** A job is in another state. @param what its task, for most. @param problem null when nothing is wrong */
    void job(Transaction change, Job job, JobState state, String what, ReportedProblem problem) {
        log(change, job.number(), state + " " + what + said(problem));
        events.keep(change, "job." + state.name().toLowerCase(Locale.ROOT), severity(state), job.subject(), job.about(),
                problem == null ? null : problem.code(), job.number() + " " + job.type() + ": " + what + said(problem));
        tell(change, job);
    }

    /** A task of it is in another state. */
    void task(Transaction change, Job job, JobState state, String task) {
        log(change, job.number(), state + " " + task);
        tell(change, job);
    }

    private void log(Transaction change, long job, String line) {
        Instant now = clock.instant();
        notes.log(change, job, now, Texts.cut(line, RunningJob.LINE), RunningJob.LINES);
    }

    private void tell(Transaction change, Job job) {
        change.whenOver(kept -> {
            if (kept) {
                events.notice("job.state", Long.toString(job.number()), job.about());
            }
        });
    }

    void progress(Job job) {
        events.notice("job.progress", Long.toString(job.number()), job.about());
    }

    private static String said(ReportedProblem problem) {
        return problem == null ? "" : " " + problem.code() + " " + problem.detail();
    }

    private static Severity severity(JobState state) {
        return switch (state) {
            case RETRYING -> Severity.WARNING;
            case FAILED -> Severity.CRITICAL;
            default -> Severity.INFORMATION;
        };
    }
}
