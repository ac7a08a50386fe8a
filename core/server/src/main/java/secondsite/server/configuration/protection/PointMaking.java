package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentOrder;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Makes a recovery point that somebody wants: with a label, consistent for applications, or over a replication group. */
@Singleton
public final class PointMaking implements JobType {

    static final String WORD = "make-point";
    static final String VERB = "verb";
    static final String LABEL = "label";

    private static final String TASK = "mark";

    private final ProtectionBook book;
    private final AgentTasks agentTasks;

    @Inject
    public PointMaking(ProtectionBook book, AgentTasks agentTasks) {
        this.book = book;
        this.agentTasks = agentTasks;
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
        ProtectedMachine machine = machine(job).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, "machine " + job.order().subject()));
        try {
            return agentTasks.step(machine, verb(job), List.of(), job.order().parameters().get(LABEL), job);
        } catch (JobFailure e) {
            // A point that comes minutes later is not the one that was asked for.
            throw JobFailure.forGood(e.code(), e.getMessage());
        }
    }

    private static AgentOrder.Verb verb(JobContext job) {
        return AgentOrder.Verb.valueOf(job.order().parameters().get(VERB));
    }

    private Optional<ProtectedMachine> machine(JobContext job) {
        return book.find(UUID.fromString(job.order().subject()));
    }

    @Override
    public Step undo(JobContext job) {
        machine(job).ifPresent(machine -> agentTasks.withdraw(machine, verb(job), job));
        return new Step.Done();
    }
}
