package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;

/**
 * One step on one machine.
 *
 * @param owner        for whom the machine is reserved; another one is refused meanwhile
 * @param machine      with the key that it must have; a null one is not known
 * @param trustNewKey  whether a key that is not known is believed
 * @param agentPackage to be brought and installed; for a preflight, the largest that may be; null where none is needed
 * @param server       where agents reach the configuration server
 * @param authority    by which they know it
 * @param token        with which the agent joins; null where it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushOrder(PushStep step, String owner, TargetMachine machine, boolean trustNewKey, MachineSignIn signIn,
        AgentPackage agentPackage, URI server, String authority, String token) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "PushOrder[" + step + " on " + machine + " by " + signIn + "]";
    }
}
