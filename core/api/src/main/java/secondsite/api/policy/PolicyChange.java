package secondsite.api.policy;

/**
 * How a policy is to be from now on.
 *
 * @param acceptShorterRetention whether it may keep less of the past than before
 */
public record PolicyChange(Policy policy, boolean acceptShorterRetention) {}
