package secondsite.api.point;

import java.util.List;
import java.util.UUID;

/**
 * The pinned points of a machine.
 *
 * @param pins      by time of the points
 * @param unreached disks whose pins cannot be told now
 */
public record MachinePinList(UUID machine, List<MachinePin> pins, List<UnreachedDisk> unreached) {

    public MachinePinList {
        pins = List.copyOf(pins);
        unreached = List.copyOf(unreached);
    }
}
