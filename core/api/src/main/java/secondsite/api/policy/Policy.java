package secondsite.api.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * How the machines of a group of hosts, or single machines, are replicated.
 *
 * @param id               null for one that is to be made
 * @param crashSeconds     between crash-consistent points
 * @param appMinutes       between application-consistent points; 0 for none
 * @param rpoWarningSeconds a recovery point older than this is a warning
 * @param verifyDays       between verifications of the replicas; 1 to 7
 * @param resyncWindows    when a required resync begins by itself; empty for at any time
 * @param zone             in which all hours are meant, like {@code Europe/Berlin}
 * @param failback         id of the policy that holds in the other direction; made by the server with each policy, null for such a one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Policy(UUID id, String name, int crashSeconds, int appMinutes, Retention retention,
        int rpoWarningSeconds, int verifyDays, Compression compression, BandwidthSchedule bandwidth,
        List<WeekWindow> resyncWindows, String zone, UUID failback) {

    /** Who compresses. */
    public enum Compression {
        AGENT, PROCESS_SERVER, NONE
    }

    public Policy {
        bandwidth = bandwidth == null ? BandwidthSchedule.UNLIMITED : bandwidth;
        resyncWindows = resyncWindows == null ? List.of() : List.copyOf(resyncWindows);
    }
}
