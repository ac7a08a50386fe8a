package secondsite.app.jobs;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.app.session.Session;

/** All that is known of a job as plain text, for a mail or a ticket: codes, numbers and UTC, whatever language the console speaks. */
public final class Diagnostics {

    private final Session session;

    @Inject
    public Diagnostics(Session session) {
        this.session = session;
    }

    String of(Job job, List<JobLine> log) {
        List<String> lines = new ArrayList<>();
        lines.add("job " + job.number() + " " + job.type() + " of " + job.about() + " (" + job.subject() + ")");
        lines.add("server " + session.server() + ", ordered by " + job.who());
        lines.add("begun " + job.begun() + ", ended " + job.ended() + ", state " + job.state()
                + (job.nextTry() == null ? "" : ", next try " + job.nextTry()));
        if (job.problem() != null) {
            lines.add("problem " + job.problem().code() + ": " + job.problem().detail());
        }
        for (Job.Task task : job.tasks()) {
            lines.add("task " + task.name() + ": " + task.state() + ", tries " + task.attempts() + counted(task));
        }
        log.forEach(line -> lines.add(line.time() + "  " + line.text()));
        return String.join("\n", lines) + "\n";
    }

    private static String counted(Job.Task task) {
        Job.Progress progress = task.progress();
        return progress == null
                ? ""
                : ", " + progress.doneBytes() + " of " + progress.totalBytes() + " bytes"
                        + (progress.note() == null ? "" : ", " + progress.note());
    }
}
