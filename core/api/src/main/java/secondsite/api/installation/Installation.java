package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;

/**
 * What is done, or was, on one machine. What is null is not known, or not yet.
 *
 * @param batch         the same for machines that were ordered together
 * @param port          of SSH
 * @param name          of the agent
 * @param job           its number
 * @param task          what is being done, or failed, like {@code copy-package}
 * @param hostKey       fingerprint of the machine's key
 * @param system        what runs on the machine, like {@code Debian GNU/Linux 12 (bookworm), x86_64}
 * @param versionBefore of the agent that was found; null for none
 * @param version       of the agent that is there now; null for none
 * @param checks        what was looked at, in that order
 * @param problem       why it failed or is tried again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Installation(UUID id, UUID batch, InstallationAction action, String address, int port, String name,
        String processServer, long job, String who, Instant begun, Instant ended, JobState state, String task,
        Job.Progress progress, String hostKey, String system, String versionBefore, String version,
        List<PreflightCheck> checks, ReportedProblem problem) {

    public Installation {
        checks = List.copyOf(checks);
    }
}
