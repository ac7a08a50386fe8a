package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import secondsite.api.activity.Job;
import secondsite.api.activity.Job.Progress;
import secondsite.api.activity.Job.Task;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Unavailable;

/** Waits for the end of a job and shows how it gets on. The job does not depend on it: it goes on when nobody waits any more. */
final class JobWatch {

    /** From the beginning of a line, which is emptied. */
    private static final String OVER = "\r\u001b[K";

    private final Dialogue dialogue;
    private final ActivityClient activity;
    private final PrintWriter err;
    private final boolean rewriting;
    private String shown = "";

    JobWatch(Dialogue dialogue) {
        this.dialogue = dialogue;
        this.activity = new ActivityClient(dialogue.connection());
        this.err = dialogue.err();
        this.rewriting = dialogue.person().present();
    }

    /** How people watch a job. */
    static String command(long number) {
        return "secondsite job " + number + " --wait";
    }

    /** Waits, and tells how it ended. @return exit code */
    int tellEnd(long number) throws IOException, InterruptedException {
        Job job = end(number);
        dialogue.tell(job, out -> out.println("job " + number + " is " + Wording.word(job.state())));
        return job.state() == JobState.DONE ? Exit.DONE : Exit.REFUSED;
    }

    private Job end(long number) throws TransferException, InterruptedException {
        String left = "job " + number + " goes on at the server; watch it with: " + command(number);
        var hook = new Thread(() -> err.println((rewriting ? System.lineSeparator() : "") + left));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return waited(number);
        } catch (InterruptedException e) {
            err.println(left);
            throw e;
        } finally {
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program ends just now: the hook has its say.
        }
    }

    private Job waited(long number) throws TransferException, InterruptedException {
        while (true) {
            try {
                Job job = activity.job(number);
                show(said(job));
                if (job.state().over()) {
                    finish();
                    return job;
                }
            } catch (Unavailable e) {
                show("job " + number + ": the server does not answer, asking again (" + e.getMessage() + ")");
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void show(String line) {
        String clean = Wording.clean(line);
        if (clean.equals(shown)) {
            return;
        }
        shown = clean;
        if (rewriting) {
            err.print(OVER + clean);
            err.flush();
        } else {
            err.println(clean);
        }
    }

    private void finish() {
        if (rewriting) {
            err.println();
        }
    }

    private static String said(Job job) {
        Optional<Task> now = job.tasks().stream().filter(task -> !task.state().over()).findFirst();
        String task = now.filter(_ -> !job.state().over()).map(each -> each.name() + ", " + state(each)).orElse("");
        return "job " + job.number() + ": " + (task.isEmpty() ? Wording.word(job.state()) : task)
                + Optional.ofNullable(job.problem()).map(why -> "; " + why.code() + " " + why.detail()).orElse("");
    }

    private static String state(Task task) {
        boolean counted = task.state() == JobState.RUNNING && task.progress() != null;
        return counted ? progress(task.progress()) : Wording.word(task.state());
    }

    /** Percent, rate, time left. */
    static String progress(Progress progress) {
        if (progress == null) {
            return "-";
        }
        var text = new StringBuilder();
        if (progress.totalBytes() > 0) {
            text.append(percent(progress)).append(" %, ").append(Wording.rate(progress.bytesPerSecond()));
            if (progress.secondsLeft() != null) {
                text.append(", ").append(Wording.span(progress.secondsLeft())).append(" left");
            }
        }
        if (progress.note() != null) {
            text.append(text.isEmpty() ? "" : ", ").append(progress.note());
        }
        return text.isEmpty() ? "running" : text.toString();
    }

    private static long percent(Progress progress) {
        return Math.min(100, (long) (100.0 * progress.doneBytes() / progress.totalBytes()));
    }
}
