package secondsite.api.policy;

import java.util.List;
import java.util.UUID;

/**
 * Asks what a policy would cost.
 *
 * @param policy   as it would be; with an id when it is there already
 * @param machines those that would be replicated so; empty for all that use the policy already, or all there are for a new one
 */
public record DryRun(Policy policy, List<UUID> machines) {

    public DryRun {
        machines = machines == null ? List.of() : List.copyOf(machines);
    }
}
