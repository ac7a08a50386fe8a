package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import secondsite.api.policy.BandwidthSchedule;

/**
 * What an agent is to do until it is told otherwise. Kept by the agent, which goes on with it when the configuration server is away.
 *
 * @param digest    names this assignment: the same work has the same digest
 * @param disks     those that are protected; all others are only served
 * @param points    null when no disk is protected
 * @param group     the replication group that the machine is in; null when it is in none
 * @param bandwidth of all that the agent sends
 * @param served    disks that the agent is to have besides those of its configuration: it makes them when they are missing, empty; those that
 *                  are missing here are served no more, and their files stay
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentAssignment(String digest, List<DiskAssignment> disks, PointSettings points,
        GroupMembership group, BandwidthSchedule bandwidth, List<ServedDisk> served) {

    public AgentAssignment {
        disks = disks == null ? List.of() : List.copyOf(disks);
        bandwidth = bandwidth == null ? BandwidthSchedule.UNLIMITED : bandwidth;
        served = served == null ? List.of() : List.copyOf(served);
    }

    /** With no disks but those of the agent's configuration. */
    public AgentAssignment(String digest, List<DiskAssignment> disks, PointSettings points, GroupMembership group,
            BandwidthSchedule bandwidth) {
        this(digest, disks, points, group, bandwidth, List.of());
    }
}
