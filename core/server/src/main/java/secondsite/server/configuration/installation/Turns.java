package secondsite.server.configuration.installation;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How many machines of a batch are worked on at once. Kept in memory only: after a start of the server those that were under way take
 * their turns again with their next step. Safe for use by several threads.
 */
@Singleton
final class Turns {

    private final Map<UUID, Set<UUID>> taken = new HashMap<>();

    /** @return whether it is this one's turn, now or already */
    synchronized boolean take(UUID batch, UUID installation, int atOnce) {
        Set<UUID> working = taken.computeIfAbsent(batch, _ -> new HashSet<>());
        return working.contains(installation) || working.size() < atOnce && working.add(installation);
    }

    /** It is another one's turn. */
    synchronized void end(UUID batch, UUID installation) {
        taken.computeIfPresent(batch, (_, working) -> {
            working.remove(installation);
            return working.isEmpty() ? null : working;
        });
    }
}
