package secondsite.api.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.machine.DiskReport;
import secondsite.api.recovery.OpenFailover;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.transfer.GatewayStatus;

/**
 * How a machine is protected. What is null is not there, or not known.
 *
 * @param policy        id of the policy that it follows
 * @param processServer name of the process server over which it goes
 * @param masterTarget  name of the master target that keeps it
 * @param group         id of the replication group that it is in
 * @param epoch         in which it is written; 0 while it is unprotected
 * @param rpoSeconds    age of what it could be brought back to now, as measured
 * @param verified      when all its disks were last found equal to their replicas
 * @param job           number of the job that works on it
 * @param since         when the state began
 * @param failovers     of it that are not over: tests until they are cleaned up, others until they are committed or cancelled
 * @param actions       all there are, with the reason why one is not allowed now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Protection(UUID machine, String name, ProtectionState state, boolean paused, Instant since, UUID policy,
        String processServer, String masterTarget, UUID group, int epoch, Double rpoSeconds, Instant verified,
        Long job, Health health, AppConsistency applications, List<Pair> pairs,
        List<OpenFailover> failovers, List<AllowedAction> actions) {

    /**
     * A disk and its replica.
     *
     * @param copied whether the initial replication is over
     * @param source what its agent reported last
     * @param way    what its process server reported last
     * @param target what its master target reported last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pair(UUID disk, String name, long size, boolean copied, DiskReport source, GatewayStatus way,
            MasterTargetReport.Kept target) {}

    public Protection {
        pairs = List.copyOf(pairs);
        failovers = List.copyOf(failovers);
        actions = List.copyOf(actions);
    }
}
