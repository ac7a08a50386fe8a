package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A machine that is reached by SSH.
 *
 * @param address name or address
 * @param port    of SSH; null for 22
 * @param name    that its agent is to have; null for the machine's own
 * @param hostKey fingerprint that its key must have, like {@code SHA256:...}; null for the one that is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetMachine(String address, Integer port, String name, String hostKey) {

    public static final int SSH_PORT = 22;

    /** Where SSH listens. */
    public int sshPort() {
        return port == null ? SSH_PORT : port;
    }
}
