package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Ends the protection of a machine, on somebody's word. Once begun it goes on to the end: half a protection is none. */
@Singleton
public final class Disabling implements JobType {

    static final String WORD = "disable-protection";
    static final String DELETE_REPLICA = "delete-replica";

    private static final String TASK = "stop-replication";

    private final Withdrawing withdrawing;

    @Inject
    public Disabling(Withdrawing withdrawing) {
        this.withdrawing = withdrawing;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(TASK);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        return withdrawing.step(Subject.machine(job), Subject.flag(job, DELETE_REPLICA), job);
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        return withdrawing.step(Subject.machine(job), Subject.flag(job, DELETE_REPLICA), job);
    }
}
