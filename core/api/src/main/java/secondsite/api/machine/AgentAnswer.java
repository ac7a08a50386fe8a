package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the configuration server answers to an {@link AgentReport}.
 *
 * @param nextMillis      when the next report is due; the agent adds up to a tenth at random
 * @param assignment      what is to be done from now on; null when that is what the report says is carried out
 * @param orders          to be carried out once each; repeated until a report has their outcome
 * @param inventoryWanted whether the next report shall have the inventory
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentAnswer(long nextMillis, AgentAssignment assignment, List<AgentOrder> orders,
        boolean inventoryWanted) {

    public AgentAnswer {
        orders = orders == null ? List.of() : List.copyOf(orders);
    }
}
