package secondsite.api.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A network card that a copy would have.
 *
 * @param source  name of the network in which the machine's own card is; null when that is not known
 * @param network name of the other site's network in which it would be; null when the place is no network of a site
 * @param address IPv4 with its prefix; null where the network or the machine's own system says
 * @param gateway null for none, or as the network says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedCard(String mac, String source, Place place, String network, String address, String gateway) {

    /** What a card is connected to. */
    public enum Place {
        /** Nothing leaves it, and nobody else is in it. */
        ISOLATED,
        /** Only the machines of the same plan's run are in it, and nothing leaves it. */
        PLAN,
        /** As the mapping says. */
        MAPPED
    }
}
