package secondsite.api.recovery;

import java.time.Instant;
import java.util.UUID;

/** A failover, or a test of one, that is not over. */
public record OpenFailover(UUID id, FailoverKind kind, FailoverState state, Instant begun) {}
