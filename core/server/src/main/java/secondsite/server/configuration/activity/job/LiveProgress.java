package secondsite.server.configuration.activity.job;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.activity.Job;
import secondsite.api.activity.Job.Progress;

/** How far jobs are at this moment; the database hears of it now and then. Safe for use by several threads. */
@Singleton
final class LiveProgress {

    private static final Duration WRITTEN = Duration.ofSeconds(5);
    private static final Duration TOLD = Duration.ofSeconds(1);

    /**
     * Of one job.
     *
     * @param write whether the database has to hear of it now
     * @param tell  whether those who listen have to
     */
    record Now(int position, Progress progress, boolean write, boolean tell) {}

    private static final class Live {
        private final Rate rate = new Rate();
        private final int position;
        private Instant written = Instant.EPOCH;
        private Instant told = Instant.EPOCH;
        private volatile Progress progress;

        private Live(int position) {
            this.position = position;
        }

        private Now note(Progress next, Instant now) {
            boolean changed = !next.equals(progress);
            progress = rate.complete(next, now);
            boolean write = over(written, WRITTEN, now);
            boolean tell = changed && over(told, TOLD, now);
            written = write ? now : written;
            told = tell ? now : told;
            return new Now(position, progress, write, tell);
        }

        /** Also when the clock was put back. */
        private static boolean over(Instant last, Duration time, Instant now) {
            return now.isBefore(last) || !now.isBefore(last.plus(time));
        }
    }

    private final Map<Long, Live> jobs = new ConcurrentHashMap<>();

    @Inject
    LiveProgress() {}

    /** The thread that does the job says how far its task is. */
    Now note(long job, int position, Progress progress, Instant now) {
        return jobs.compute(job, (_, live) -> live != null && live.position == position ? live : new Live(position))
                .note(progress, now);
    }

    Optional<Progress> of(long job) {
        return Optional.ofNullable(jobs.get(job)).map(live -> live.progress);
    }

    void forget(long job) {
        jobs.remove(job);
    }

    /** The job as it is now. */
    Job in(Job job) {
        Live live = jobs.get(job.number());
        if (live == null || live.progress == null || live.position >= job.tasks().size()
                || job.tasks().get(live.position).state().over()) {
            return job;
        }
        List<Job.Task> tasks = new ArrayList<>(job.tasks());
        Job.Task task = tasks.get(live.position);
        tasks.set(live.position, new Job.Task(task.name(), task.state(), task.begun(), task.ended(), task.attempts(),
                live.progress));
        return new Job(job.number(), job.type(), job.subject(), job.about(), job.who(), job.begun(), job.ended(),
                job.state(), job.problem(), job.nextTry(), tasks);
    }
}
