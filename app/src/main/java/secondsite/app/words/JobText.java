package secondsite.app.words;

import jakarta.inject.Inject;
import java.util.Comparator;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;

/** Says of a job what is done, how far it is, and how long it will take. */
public final class JobText {

    private static final double UNKNOWN = -1;

    private final Texts texts;
    private final Formats formats;
    private final ToldText told;

    @Inject
    public JobText(Texts texts, Formats formats, ToldText told) {
        this.told = told;
        this.texts = texts;
        this.formats = formats;
    }

    /** In order of what matters now: what goes on before what is over, newest first. */
    public static Comparator<Job> order() {
        return Comparator.comparing((Job job) -> job.state().over())
                .thenComparing(Comparator.comparingLong(Job::number).reversed());
    }

    public String type(Job job) {
        return texts.textOr("job.type." + job.type(), job.type());
    }

    /** Who ordered it, which may have been nobody but the time. */
    public String who(Job job) {
        return job.who() == null ? "" : texts.textOr("job.who." + job.who(), job.who());
    }

    public String state(Job job) {
        return texts.text("job.state." + job.state().name());
    }

    /** 0 to 1: of the bytes while some are counted, of the tasks otherwise; negative when nothing can be said. */
    public double share(Job job) {
        if (job.state() == JobState.DONE) {
            return 1;
        }
        if (job.tasks().isEmpty()) {
            return UNKNOWN;
        }
        double done = 0;
        for (Job.Task task : job.tasks()) {
            done += task.state() == JobState.DONE ? 1 : part(task);
        }
        return done / job.tasks().size();
    }

    private static double part(Job.Task task) {
        Job.Progress progress = task.progress();
        return progress == null || progress.totalBytes() <= 0
                ? 0
                : Math.clamp((double) progress.doneBytes() / progress.totalBytes(), 0, 1);
    }

    /** Like {@code 64 %}, or the state when nothing is counted. */
    public String figure(Job job) {
        double share = share(job);
        return job.state().over() || share < 0 ? state(job) : formats.percent(share);
    }

    /** The task under way, its rate and the time left; the trouble of a job that is in trouble. */
    public String detail(Job job) {
        if (job.problem() != null && job.state() != JobState.DONE) {
            return told.of(job.problem().detail());
        }
        return job.tasks().stream().filter(task -> task.state() == JobState.RUNNING).findFirst()
                .map(this::detail).orElse("");
    }

    private String detail(Job.Task task) {
        String name = texts.textOr("job.task." + task.name(), task.name());
        Job.Progress progress = task.progress();
        if (progress == null) {
            return name;
        }
        if (progress.note() != null && !progress.note().isEmpty()) {
            name = name + " · " + told.of(progress.note());
        }
        if (progress.bytesPerSecond() > 0) {
            name = name + " · " + formats.rate(progress.bytesPerSecond());
        }
        return progress.secondsLeft() == null
                ? name
                : name + " · " + texts.text("job.left", formats.duration(progress.secondsLeft()));
    }
}
