package secondsite.api.replication;

import java.util.List;
import java.util.UUID;

/**
 * Protect a machine.
 *
 * @param policy        null for that of the machine's group, or the standard one
 * @param processServer name; null where there is only one
 * @param masterTarget  name; null where there is only one
 * @param disks         empty for all disks of the machine
 */
public record EnableRequest(UUID policy, String processServer, String masterTarget, List<UUID> disks) {

    public EnableRequest {
        disks = disks == null ? List.of() : List.copyOf(disks);
    }
}
