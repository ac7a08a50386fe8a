package secondsite.api.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A program asks to belong to the deployment.
 *
 * @param kind       agent, process-server or master-target
 * @param name       of the program, unique among its kind: letters, digits, dots, hyphens and underscores, at most 63
 * @param request    certificate request in PEM (PKCS#10)
 * @param hosts      names and addresses under which others reach a server; none for an agent
 * @param passphrase of the deployment; null when there is a token
 * @param token      null when there is a passphrase
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JoinRequest(String kind, String name, String request, List<String> hosts, String passphrase,
        String token) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "JoinRequest[" + kind + " " + name + "]";
    }
}
