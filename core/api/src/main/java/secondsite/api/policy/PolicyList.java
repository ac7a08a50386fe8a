package secondsite.api.policy;

import java.util.List;
import java.util.UUID;

/**
 * All policies, by name; those for the other direction too.
 *
 * @param standard id of the one that holds where no other was chosen
 */
public record PolicyList(UUID standard, List<Policy> policies) {

    public PolicyList {
        policies = List.copyOf(policies);
    }
}
