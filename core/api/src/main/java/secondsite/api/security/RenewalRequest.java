package secondsite.api.security;

import java.util.List;

/**
 * Asks for a further certificate in the name of the one that is shown.
 *
 * @param request certificate request in PEM (PKCS#10)
 * @param hosts   names and addresses under which others reach a server; none for an agent
 */
public record RenewalRequest(String request, List<String> hosts) {}
