package secondsite.server.configuration.inventory;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.replication.Health;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.replication.ProtectionState;

/** How machines stand, for whoever lists them. Costs nothing to ask. */
public interface MachineStandings {

    /**
     * How a machine stands.
     *
     * @param health empty for one that is not protected, or not judged yet
     * @param rpo    age of what it could be brought back to now; empty when it is not known
     * @param failover kind of the failover that is not over
     */
    record Standing(ProtectionState state, boolean paused, Optional<Health.Level> health, Optional<Duration> rpo,
            Optional<FailoverKind> failover) {}

    Standing of(UUID machine);
}
