package secondsite.api.recovery;

import java.util.UUID;

/**
 * A failover was begun, or goes on.
 *
 * @param job number of the job that does it
 */
public record OrderedFailover(UUID failover, long job) {}
