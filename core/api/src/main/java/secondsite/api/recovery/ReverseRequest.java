package secondsite.api.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Asks to replicate a machine that was failed over in the other direction.
 *
 * @param agent         name of an agent at the host where the machine runs, that has no machine of its own
 * @param processServer name of the one over which it is to go; null for the only one there is
 * @param masterTarget  name of the one that is to keep it, at another place than the machine
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReverseRequest(String agent, String processServer, String masterTarget) {}
