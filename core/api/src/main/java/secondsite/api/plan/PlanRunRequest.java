package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import secondsite.api.recovery.FailoverKind;

/**
 * Asks to run a plan, or what a run would do.
 *
 * @param point   of all machines, as that of a failover; null for the latest. With {@code latest-group} all machines of a replication group go
 *                back to the same point, and those of no group to their latest
 * @param network of a test; null for {@link TestNetwork#ISOLATED}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanRunRequest(FailoverKind kind, String point, TestNetwork network) {

    /** Where the machines of a test are connected. */
    public enum TestNetwork {
        /** To networks of the run's own, one for each at home: they reach each other there, and nothing leaves it. */
        ISOLATED,
        /** To the test networks of the mapping. */
        MAPPED
    }
}
