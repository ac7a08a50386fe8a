package secondsite.api.machine;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What an agent tells the configuration server again and again: its heartbeat. Answered with an {@link AgentAnswer}.
 *
 * @param version   of the agent's program
 * @param time      of the agent's clock when this was sent
 * @param applied   digest of the assignment that is carried out; null when there is none yet
 * @param groupAddress where it listens for others of its replication group, like {@code https://10.1.0.7:20004}; null for nowhere
 * @param inventory what the machine is; null when it is as told before and was not asked for
 * @param disks     how the disks stand that the agent serves, protected or not
 * @param outcomes  of orders; repeated until they are missing from an answer's orders
 * @param power     whether the machine is on; null when the agent cannot tell, and carries out no orders about it
 */
public record AgentReport(String version, Instant time, String applied, URI groupAddress,
        MachineInventory inventory,
        List<DiskReport> disks, List<OrderOutcome> outcomes, Power power) {

    /** Whether a machine is on. */
    public enum Power {
        RUNNING, SHUT_DOWN,
        /** What knows does not answer. */
        UNKNOWN
    }

    public AgentReport {
        disks = disks == null ? List.of() : List.copyOf(disks);
        outcomes = outcomes == null ? List.of() : List.copyOf(outcomes);
    }

    /** Of an agent that knows nothing of its machine's power. */
    public AgentReport(String version, Instant time, String applied, URI groupAddress, MachineInventory inventory,
            List<DiskReport> disks, List<OrderOutcome> outcomes) {
        this(version, time, applied, groupAddress, inventory, disks, outcomes, null);
    }
}
