package secondsite.api.recovery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The group point to which machines of one replication group are brought back together: chosen once for all of them.
 *
 * @param group    id of the replication group
 * @param name     of the replication group then
 * @param point    id of the point
 * @param time     of the point
 * @param machines those of the group that are brought up
 */
public record CommonPoint(UUID group, String name, UUID point, Instant time, List<UUID> machines) {

    public CommonPoint {
        machines = List.copyOf(machines);
    }
}
