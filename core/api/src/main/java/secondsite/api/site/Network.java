package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A network of a site, and what takes its place after a failover.
 *
 * @param id         null for one that is to be made
 * @param site       id
 * @param name       unique at its site
 * @param production id of the network at another site in which its machines are after a failover; null when nobody has said
 * @param test       id of the network at another site in which they are in a test failover; null when nobody has said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Network(UUID id, UUID site, String name, UUID production, UUID test) {}
