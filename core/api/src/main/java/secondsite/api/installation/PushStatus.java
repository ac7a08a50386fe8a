package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import secondsite.api.activity.ReportedProblem;

/**
 * How an order gets on.
 *
 * @param doneBytes   of those that are to be brought
 * @param lines       what was done, for the job's log
 * @param checks      of a preflight, as far as it is
 * @param hostKey     that the machine showed; null before
 * @param facts       of the machine; null before they are known
 * @param problem     why it failed; null while it has not
 * @param recoverable whether it may go well later
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushStatus(State state, long doneBytes, long totalBytes, List<String> lines,
        List<PreflightCheck> checks, String hostKey, Facts facts, ReportedProblem problem, boolean recoverable) {

    /** Where it is. */
    public enum State {
        RUNNING, DONE, FAILED
    }

    /**
     * What is known of a machine.
     *
     * @param hostName      its own name
     * @param system        for people
     * @param kind          of packages that it takes; null for none
     * @param architecture  as its kernel says
     * @param version       of the agent that is installed; null for none
     * @param versionBefore to which the agent can be rolled back; null for none
     * @param agent         name of the agent that is installed, if it has joined this deployment; null for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Facts(String hostName, String system, AgentPackage.Kind kind, String architecture, String version,
            String versionBefore, String agent) {}

    public PushStatus {
        lines = List.copyOf(lines);
        checks = List.copyOf(checks);
    }
}
