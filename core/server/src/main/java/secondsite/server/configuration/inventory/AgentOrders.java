package secondsite.server.configuration.inventory;

import java.util.List;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.OrderOutcome;

/** What agents are to do once. Asked with every report, so an answer must come from memory. */
public interface AgentOrders {

    /** What this agent still has to do. */
    List<AgentOrder> pending(String agent);

    /** Something was done, or could not be. Told again and again until the order is no longer pending. */
    void ended(String agent, OrderOutcome outcome);
}
