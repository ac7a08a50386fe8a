package secondsite.app.policies;

import secondsite.api.policy.Policy;

/**
 * A policy in the list.
 *
 * @param used     how many machines follow it; negative while that is not known
 * @param standard whether it holds where no other was chosen
 * @param forth    name of the policy of whose other direction it is; empty for one of the usual direction
 */
public record ListedPolicy(Policy policy, int used, boolean standard, String forth) {}
