package secondsite.app.jobs;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.Page;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Form;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;
import secondsite.app.words.JobText;

/** A person gives a job up, lets it be tried again, or takes what is known of it to somebody who can help. */
public final class JobWorkflow {

    private static final int LOG_LINES = 200;

    private final Session session;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Diagnostics diagnostics;
    private final JobText words;
    private final Texts texts;

    @Inject
    public JobWorkflow(Session session, Tasks tasks, Dialogs dialogs, Diagnostics diagnostics, JobText words,
            Texts texts) {
        this.session = session;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.diagnostics = diagnostics;
        this.words = words;
        this.texts = texts;
    }

    /** Says first what becomes of the steps that are done. */
    void cancel(Job job) {
        String number = Long.toString(job.number());
        var question = new Question(texts.text("jobs.cancel.title", words.type(job), job.about()),
                List.of(fate(job), texts.text("jobs.cancel.step")), Form.NONE,
                texts.text("jobs.cancel.confirm", number), texts.text("jobs.cancel.refuse"), true);
        dialogs.ask(question, () -> {
            session.activity().cancel(job.number());
            return job;
        }, _ -> {
        });
    }

    /** What becomes of that which the job did until now. */
    String fate(Job job) {
        return texts.textOr("jobs.fate." + job.type(), texts.text("jobs.fate"));
    }

    void retry(Job job) {
        tasks.run(() -> {
            session.activity().retry(job.number());
            return job;
        }, _ -> {
        }, dialogs::fail);
    }

    void copy(Job job) {
        tasks.run(() -> {
            Page<JobLine> log = session.activity().log(job.number(), null, LOG_LINES);
            return log.items();
        }, log -> dialogs.copy(diagnostics.of(job, log)), dialogs::fail);
    }
}
