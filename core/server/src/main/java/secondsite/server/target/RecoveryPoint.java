package secondsite.server.target;

import java.time.Instant;
import java.util.UUID;
import secondsite.engine.segment.MarkKind;

/**
 * A marked place in the journal to which the disk can be brought back.
 *
 * @param position about how many bytes of the journal are before it
 */
public record RecoveryPoint(long sequence, Instant time, MarkKind kind, UUID id, String label, long position) {}
