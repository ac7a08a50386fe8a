package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A point of a machine that retention never gives up.
 *
 * @param point id of its marks; null for a record of one disk that has no other name than its pin
 * @param time  when it was made
 * @param who   pinned it
 * @param made  when that was, by the master target's clock
 * @param disks on which it is pinned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachinePin(UUID point, Instant time, String label, String who, Instant made, List<UUID> disks) {

    public MachinePin {
        disks = List.copyOf(disks);
    }
}
