package secondsite.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.action.Actions;
import secondsite.app.action.Permission;
import secondsite.app.fx.Tasks;
import secondsite.app.session.FabricatedDeployment;

/** What may be done with a job, by whom, and what is said before it is cancelled. */
class JobActionsTest {

    private static final Instant BEGUN = FabricatedDeployment.NOW;

    @TempDir
    private Path folder;

    private Stages stages(Role role) {
        return Fx.get(() -> {
            var stages = new Stages(folder, new Tasks(_ -> {
            }, Runnable::run), role);
            stages.deployment().filled();
            return stages;
        });
    }

    private static Job job(String type, JobState state, Instant nextTry) {
        return new Job(7, type, "id", "db", "admin", BEGUN, null, state,
                nextTry == null ? null : new ReportedProblem(ErrorCode.NETWORK_FAILED, "no route"), nextTry,
                List.of(new Job.Task("compare", state, BEGUN, null, 2, null)));
    }

    private Permission allowed(Role role, String action, Job job) {
        return stages(role).get(Actions.class).action(action, Job.class).on(job);
    }

    @Test
    void oneThatRunsCanBeCancelledByAnOperatorAndNotByAViewer() {
        Job running = job("resync", JobState.RUNNING, null);
        assertThat(allowed(Role.OPERATOR, "cancel-job", running).allowed()).isTrue();
        assertThat(allowed(Role.VIEWER, "cancel-job", running).allowed()).isFalse();
        assertThat(allowed(Role.VIEWER, "cancel-job", running).reason()).contains("operator");
    }

    @Test
    void oneThatIsOverOrBeingCancelledCannotBeCancelledAndSaysWhy() {
        for (JobState state : List.of(JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.CANCELLING)) {
            Permission permission = allowed(Role.ADMIN, "cancel-job", job("resync", state, null));
            assertThat(permission.allowed()).describedAs(state.name()).isFalse();
            assertThat(permission.reason()).isNotEmpty();
        }
    }

    @Test
    void oneThatFailedOrWaitsIsTriedAgain() {
        assertThat(allowed(Role.OPERATOR, "retry-job", job("resync", JobState.FAILED, null)).allowed()).isTrue();
        assertThat(allowed(Role.OPERATOR, "retry-job", job("resync", JobState.RETRYING, BEGUN)).allowed()).isTrue();
        assertThat(allowed(Role.OPERATOR, "retry-job", job("resync", JobState.RUNNING, null)).allowed()).isFalse();
    }

    @Test
    void whatBecomesOfTheStepsThatAreDoneIsSaidForEachKindOfJob() {
        JobWorkflow workflow = stages(Role.ADMIN).get(JobWorkflow.class);
        assertThat(workflow.fate(job("enable-protection", JobState.RUNNING, null))).contains("unprotected again");
        assertThat(workflow.fate(job("test-failover", JobState.RUNNING, null))).contains("copy is removed");
        assertThat(workflow.fate(job("of-a-newer-server", JobState.RUNNING, null))).isNotEmpty();
    }

    @Test
    void diagnosticsHoldCodesTasksAndLog() {
        String text = stages(Role.VIEWER).get(Diagnostics.class).of(job("resync", JobState.RETRYING, BEGUN),
                List.of(new JobLine(1, BEGUN, "asked the agent")));
        assertThat(text).contains("job 7 resync of db", "NETWORK_FAILED: no route", "task compare: RETRYING, tries 2",
                "asked the agent");
    }
}
