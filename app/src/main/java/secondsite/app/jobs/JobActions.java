package secondsite.app.jobs;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;

/** What can be done with a job. */
public final class JobActions implements ActionSource {

    private final JobWorkflow workflow;
    private final Permissions permissions;
    private final Texts texts;

    @Inject
    public JobActions(JobWorkflow workflow, Permissions permissions, Texts texts) {
        this.workflow = workflow;
        this.permissions = permissions;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                new Action<>("retry-job", Job.class, "ci-restart", Gate.NONE, this::retry, workflow::retry),
                new Action<>("copy-job", Job.class, "ci-copy", Gate.NONE, _ -> Permission.YES, workflow::copy),
                new Action<>("cancel-job", Job.class, "ci-close-outline", Gate.DIALOG, this::cancel,
                        workflow::cancel));
    }

    private Permission retry(Job job) {
        return permissions.role(Role.OPERATOR).and(job.state() == JobState.FAILED || job.nextTry() != null
                ? Permission.YES
                : Permission.no(texts.text("jobs.retry.not")));
    }

    private Permission cancel(Job job) {
        Permission role = permissions.role(Role.OPERATOR);
        if (job.state().over()) {
            return role.and(Permission.no(texts.text("jobs.cancel.over")));
        }
        return role.and(job.state() == JobState.CANCELLING
                ? Permission.no(texts.text("jobs.cancel.under-way"))
                : Permission.YES);
    }
}
