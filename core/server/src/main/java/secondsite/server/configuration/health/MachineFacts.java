package secondsite.server.configuration.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.replication.ProtectionState;

/**
 * What is known of a machine.
 *
 * @param paused         whether a person has stopped its replication
 * @param since          when its state began
 * @param rpoSeconds     that its policy allows
 * @param verifyDays     after which its replicas are to be compared again
 * @param writtenPerSecond bytes that it wrote, on average over the last minutes; empty when that is not known
 * @param tested         since when a test failover of it has been open; empty when none is
 * @param pairs          its protected disks
 */
public record MachineFacts(UUID id, String name, ProtectionState state, boolean paused, Instant since, int rpoSeconds,
        int verifyDays, Program agent, OptionalLong writtenPerSecond, Optional<Instant> tested,
        List<PairFacts> pairs) {

    public MachineFacts {
        pairs = List.copyOf(pairs);
    }

    /** Whether it has a replica that is kept up to date, or should be. */
    boolean replicated() {
        return switch (state) {
            case PROTECTED, RESYNC_REQUIRED, RESYNCHRONIZING -> true;
            case UNPROTECTED, ENABLING, INITIAL_REPLICATION, FINALIZING, DISABLING -> false;
        };
    }

    /** Whether it is to have a replica, now or soon. */
    boolean wanted() {
        return state != ProtectionState.UNPROTECTED && state != ProtectionState.DISABLING;
    }
}
