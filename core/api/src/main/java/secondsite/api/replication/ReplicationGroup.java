package secondsite.api.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * Machines whose points are taken at the same moment.
 *
 * @param id           null for one that is to be made
 * @param pointSeconds between group points; 0 for none but those that are ordered
 * @param holdMillis   how long writes may be held for one: 10 to 5,000
 * @param machines     ids; at most 16
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplicationGroup(UUID id, String name, int pointSeconds, int holdMillis, List<UUID> machines) {

    public ReplicationGroup {
        machines = machines == null ? List.of() : List.copyOf(machines);
    }
}
