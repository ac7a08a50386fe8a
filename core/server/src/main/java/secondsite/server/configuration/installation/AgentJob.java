package secondsite.server.configuration.installation;

import java.util.List;
import java.util.Locale;
import secondsite.api.installation.InstallationAction;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** What is done with the agent of one machine. */
public final class AgentJob implements JobType {

    private final InstallationAction action;
    private final AgentTasks tasks;

    public AgentJob(InstallationAction action, AgentTasks tasks) {
        this.action = action;
        this.tasks = tasks;
    }

    static String word(InstallationAction action) {
        return action.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-agent";
    }

    @Override
    public String word() {
        return word(action);
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return AgentTasks.of(action);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        return tasks.step(task, job);
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        return tasks.undo(job);
    }
}
