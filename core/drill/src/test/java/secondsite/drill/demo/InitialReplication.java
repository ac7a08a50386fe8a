package secondsite.drill.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** Machines become protected: a job each, whose progress is shown as the configuration server tells it. */
final class InitialReplication {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long LOOK_MILLIS = 200;

    private final Administrator administrator;
    private final Screen screen;

    InitialReplication(Administrator administrator, Screen screen) {
        this.administrator = administrator;
        this.screen = screen;
    }

    /** Protects machines by a policy, all at once. */
    void protect(List<String> machines, UUID policy) {
        Map<String, Long> jobs = new LinkedHashMap<>();
        machines.forEach(machine -> jobs.put(machine, administrator.protect(machine, policy)));
        jobs.forEach(this::watch);
    }

    private void watch(String machine, long number) {
        Patience.until(machine + " is protected", LONGEST, () -> {
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
        screen.say("job %d, %s of %s, is done: %s", number, job.type(), machine,
                String.join(", ", job.tasks().stream().map(InitialReplication::words).toList()));
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

    private static String words(Job.Task task) {
        Duration took = Duration.between(task.begun(), task.ended());
        return String.format(Locale.ROOT, "%s %.1f s", task.name(), took.toMillis() * 1e-3);
    }

    private static String why(Job job) {
        return job.problem() == null ? "" : ": " + job.problem().code() + ", " + job.problem().detail();
    }
}
