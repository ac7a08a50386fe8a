package secondsite.api.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.host.MachineStatus;

/**
 * A machine that was brought up from its replica, or is about to be. What is null is not known, or not yet.
 *
 * @param machine      that it is a copy of
 * @param name         of that machine
 * @param point        what was asked for
 * @param pointTime    moment to which the disks were brought back
 * @param lostSeconds  so much of the newest past the chosen moment leaves out; null when that is not known
 * @param masterTarget name of the one whose host runs it
 * @param hosted       id of the copy at that host
 * @param who          ordered it
 * @param job          number of the job that worked on it last
 * @param begun        when it was ordered
 * @param up           when the copy ran
 * @param works        whether the probes passed; null when there were none, or they are being asked
 * @param ended        when nothing was left of it to do
 * @param notes        of who cleaned up
 * @param until        when what {@code afterwards} says is done
 * @param problem      why it failed, for people
 * @param status       of the copy, now; only when one failover is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failover(UUID id, UUID machine, String name, FailoverKind kind, FailoverState state, String point,
        Instant pointTime, Double lostSeconds, String masterTarget, UUID hosted, String who, long job, Instant begun,
        Instant up, Boolean works, List<ProbeResult> probes, Instant ended, String notes, Instant until,
        FailoverRequest.Afterwards afterwards, UUID plan, String problem, MachineStatus status) {

    public Failover {
        probes = probes == null ? List.of() : List.copyOf(probes);
    }
}
