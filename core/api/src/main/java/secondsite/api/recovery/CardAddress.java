package secondsite.api.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The address of a network card.
 *
 * @param address IPv4 with its prefix, as {@code 192.168.7.20/24}
 * @param gateway IPv4, in the same network; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CardAddress(String address, String gateway) {}
