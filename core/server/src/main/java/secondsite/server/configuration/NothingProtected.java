package secondsite.server.configuration;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.OrderOutcome;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.server.configuration.inventory.AgentOrders;
import secondsite.server.configuration.inventory.Assignments;
import secondsite.server.configuration.inventory.Uses;
import secondsite.server.configuration.store.Servers;
import secondsite.server.configuration.store.Transaction;

/** Stands where no machine is protected: nobody has anything to do. */
final class NothingProtected implements Assignments, AgentOrders, Uses {

    private static final String DIGEST = "nothing";

    @Override
    public AgentAssignment agent(String name) {
        return new AgentAssignment(DIGEST, List.of(), null, null, BandwidthSchedule.UNLIMITED);
    }

    @Override
    public ProcessServerAssignment processServer(String name) {
        return new ProcessServerAssignment(DIGEST, List.of(), BandwidthSchedule.UNLIMITED);
    }

    @Override
    public MasterTargetAssignment masterTarget(String name) {
        return new MasterTargetAssignment(DIGEST, List.of());
    }

    @Override
    public List<AgentOrder> pending(String agent) {
        return List.of();
    }

    @Override
    public void ended(String agent, OrderOutcome outcome) {
        // Nobody waits for it.
    }

    @Override
    public Optional<String> ofMachine(Transaction change, UUID machine) {
        return Optional.empty();
    }

    @Override
    public Optional<String> ofServer(Transaction change, Servers.Key server) {
        return Optional.empty();
    }
}
