package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * The same on several machines.
 *
 * @param signIn        kept, sealed, only until the machine's job is over; null when a kept credential is named
 * @param credential    id of a kept credential for installing; null when there is a sign-in
 * @param processServer that reaches the machines; null when there is only one
 * @param version       of the agent; null for the newest that is there
 * @param trustNewKeys  whether a machine whose key is not known is believed, and its key kept from then on; null for no
 * @param atOnce        on how many machines at once; null for 8
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstallationRequest(InstallationAction action, List<TargetMachine> machines, MachineSignIn signIn,
        UUID credential, String processServer, String version, Boolean trustNewKeys, Integer atOnce) {

    public InstallationRequest {
        machines = machines == null ? List.of() : List.copyOf(machines);
    }
}
