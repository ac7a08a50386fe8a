package secondsite.api.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;

/**
 * A network card of a machine.
 *
 * @param mac     as {@code 52:54:00:12:34:56}; one card's own, not a group's
 * @param address IPv4 with its prefix, as {@code 192.168.7.20/24}, that the machine is to have here; null where the network or the machine's own
 *                system says. The machine is told by DHCP where the network has it, and by its firmware: of the card at place <i>n</i> the
 *                file {@code opt/secondsite/cards/n} of {@code fw_cfg} holds {@code MAC ADDRESS GATEWAY}, without the gateway when there is none
 * @param gateway IPv4, in the same network; null for none, or as the network says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkCard(String mac, CardNetwork network, String address, String gateway) {

    private static final String NUMBER = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = NUMBER + "(\\." + NUMBER + "){3}";
    /** A smaller network has no room for the machine, its gateway and a name server. */
    private static final String PREFIX = "/([89]|1\\d|2\\d)";

    public NetworkCard {
        Checks.present("mac", mac);
        mac = mac.toLowerCase(Locale.ROOT);
        Checks.hold(mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}"), "mac",
                "'" + mac + "' is not six hex numbers with colons between");
        Checks.hold((Integer.parseInt(mac.substring(0, 2), 16) & 1) == 0, "mac", mac + " is the address of a group");
        Checks.present("network of " + mac, network);
        Checks.hold(address == null || address.matches(IPV4 + PREFIX), "address",
                "'" + address + "' is no IPv4 address with a prefix from /8 to /29, like 192.168.7.20/24");
        Checks.hold(gateway == null || gateway.matches(IPV4), "gateway",
                "'" + gateway + "' is no IPv4 address, like 192.168.7.1");
        Checks.hold(gateway == null || address != null, "gateway", "is given, and no address");
    }

    /** A card whose address the network or the machine's system says. */
    public NetworkCard(String mac, CardNetwork network) {
        this(mac, network, null, null);
    }
}
