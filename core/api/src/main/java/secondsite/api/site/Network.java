package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A network of a site, and what takes its place after a failover.
 *
 * @param id         null for one that is to be made
 * @param site       id
 * @param name       unique at its site; a host there has a bridge of this name
 * @param production id of the network at another site in which its machines are after a failover; null when nobody has said
 * @param test       id of the network at another site in which they are in a test failover; null when nobody has said
 * @param subnet     its IPv4 addresses, as {@code 192.168.7.0/24}; null when nobody has said
 * @param gateway    an address of the subnet; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Network(UUID id, UUID site, String name, UUID production, UUID test, String subnet, String gateway) {

    /** One of whose addresses nobody has said anything. */
    public Network(UUID id, UUID site, String name, UUID production, UUID test) {
        this(id, site, name, production, test, null, null);
    }
}
