package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Hosts and machines that share a policy.
 *
 * @param id     null for one that is to be made
 * @param name   unique
 * @param site   id of the site where they are
 * @param policy id of the policy that machines follow which are given no other; null for the standard one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostGroup(UUID id, String name, UUID site, UUID policy) {}
