package secondsite.drill.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** Jobs, with their progress shown as the configuration server tells it. */
final class JobWatch {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long LOOK_MILLIS = 200;
    /** A task that took less is not worth a word. */
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Administrator administrator;
    private final Screen screen;

    JobWatch(Administrator administrator, Screen screen) {
        this.administrator = administrator;
        this.screen = screen;
    }

    /** Until all are done. @param jobs numbers, by machine */
    void done(Map<String, Long> jobs) {
        jobs.forEach(this::done);
    }

    private void done(String machine, long number) {
        Patience.until("job " + number + " of " + machine + " is over", LONGEST, () -> {
            Job job = administrator.job(number);
            show(machine, job);
            Patience.pause(job.state().over() ? 0 : LOOK_MILLIS);
            return job.state().over();
        });
        screen.progressDone();
        Job job = administrator.job(number);
        if (job.state() != JobState.DONE) {
            throw new Shell.Failure("job " + number + " ended as " + job.state() + why(job));
        }
        List<String> tasks = job.tasks().stream().filter(JobWatch::longer).map(JobWatch::words).toList();
        screen.say("job %d, %s of %s, is done: %s", number, job.type(), machine,
                tasks.isEmpty() ? "at once" : String.join(", ", tasks));
    }

    private void show(String machine, Job job) {
        current(job).ifPresent(task -> {
            Job.Progress progress = task.progress();
            if (progress != null && progress.totalBytes() > 0) {
                screen.progress(machine, (double) progress.doneBytes() / progress.totalBytes(), words(progress));
            } else {
                screen.progress(machine, 0, task.name() + why(job));
            }
        });
    }

    private static Optional<Job.Task> current(Job job) {
        return job.tasks().stream().filter(task -> !task.state().over()).findFirst();
    }

    private static String words(Job.Progress progress) {
        return Numbers.mebibytes(progress.bytesPerSecond()) + "/s"
                + (progress.secondsLeft() == null ? "" : ", " + progress.secondsLeft() + " s left")
                + (progress.note() == null ? "" : ", " + progress.note());
    }

    private static boolean longer(Job.Task task) {
        return task.begun() != null && task.ended() != null && took(task).compareTo(SHORT) > 0;
    }

    private static Duration took(Job.Task task) {
        return Duration.between(task.begun(), task.ended());
    }

    private static String words(Job.Task task) {
        return String.format(Locale.ROOT, "%s %.1f s", task.name(), took(task).toMillis() * 1e-3);
    }

    private static String why(Job job) {
        return job.problem() == null ? "" : ": " + job.problem().code() + ", " + job.problem().detail();
    }
}
