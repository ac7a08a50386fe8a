package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * What a machine can be brought back to.
 *
 * @param points    those that were asked for, or a part of them
 * @param moments   times of which all disks can be brought back to any moment; the oldest first; none while a disk is unreached
 * @param unreached disks of the machine of which nothing can be told now; the points of the others are told without them
 * @param next      where the next part begins, to be given as {@code after}; null when this is the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachinePoints(UUID machine, List<MachinePoint> points, List<Moments> moments,
        List<UnreachedDisk> unreached, String next) {

    public MachinePoints {
        points = List.copyOf(points);
        moments = List.copyOf(moments);
        unreached = List.copyOf(unreached);
    }
}
