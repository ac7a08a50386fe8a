package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.AgentOrder;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;

/** Has an agent do something once, within a job. */
@Singleton
public final class AgentTasks {

    private final OrderBook orders;

    @Inject
    public AgentTasks(OrderBook orders) {
        this.orders = orders;
    }

    /** Gives the order, once for each attempt, or looks whether it was carried out. */
    public Step step(ProtectedMachine machine, AgentOrder.Verb verb, List<UUID> disks, String label, JobContext job)
            throws JobFailure {
        String key = "order-" + verb;
        Optional<UUID> given = job.remembered(key).filter(text -> !text.isEmpty()).map(UUID::fromString);
        UUID id = given.orElseGet(UUID::randomUUID);
        if (given.isEmpty()) {
            job.remember(key, id.toString());
        }
        // Given again after a crash between remembering and giving; known orders are not given twice.
        orders.give(machine.agent(), new AgentOrder(id, verb, disks, label));
        Optional<OrderBook.Outcome> outcome = orders.outcome(id);
        if (outcome.isEmpty()) {
            return Settling.again("waiting for the agent " + machine.agent());
        }
        if (outcome.get().problem().isPresent()) {
            job.remember(key, "");
            ReportedProblem problem = outcome.get().problem().get();
            throw JobFailure.recoverable(problem.code(), problem.detail());
        }
        return new Step.Done();
    }

    /** The next step gives another order. */
    public void again(AgentOrder.Verb verb, JobContext job) {
        job.remember("order-" + verb, "");
    }

    /** Nobody waits for it any more. */
    public void withdraw(ProtectedMachine machine, AgentOrder.Verb verb, JobContext job) {
        job.remembered("order-" + verb).filter(text -> !text.isEmpty()).map(UUID::fromString)
                .ifPresent(id -> orders.withdraw(machine.agent(), id));
    }
}
