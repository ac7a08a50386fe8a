package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A line for a machine that cannot be reached by SSH.
 *
 * @param name that its agent is to have; null for the machine's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PullRequest(String name) {}
