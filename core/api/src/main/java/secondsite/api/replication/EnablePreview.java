package secondsite.api.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;

/**
 * What protecting a machine would be, before it begins; also when it could not be begun. What was not named is as it would be chosen.
 *
 * @param policy        id of the policy that it would follow
 * @param processServer name of the process server over which it would go
 * @param masterTarget  name of the master target that would keep it
 * @param disks         that would be copied
 * @param bytes         size of all of them together
 * @param refusal       why it may not be begun now; null when it may
 * @param checks        those that the job makes, in its order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnablePreview(UUID policy, String processServer, String masterTarget, List<UUID> disks, long bytes,
        ErrorCode refusal, List<Check> checks, List<BootCheck> boot) {

    /**
     * Something that must hold.
     *
     * @param problem what is wrong; null when it holds
     * @param detail  the evidence, for people
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(About about, ErrorCode problem, String detail) {

        public boolean holds() {
            return problem == null;
        }
    }

    /** What is looked at. */
    public enum About {
        AGENT, CLOCK, DISKS, PROCESS_SERVER, MASTER_TARGET,
        /** Room at the master target. */
        ROOM
    }

    public EnablePreview {
        disks = List.copyOf(disks);
        checks = List.copyOf(checks);
        boot = boot == null ? List.of() : List.copyOf(boot);
    }
}
