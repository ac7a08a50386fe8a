package secondsite.api.host;

import java.util.Locale;

/** A network card of a machine. @param mac as {@code 52:54:00:12:34:56}; one card's own, not a group's */
public record NetworkCard(String mac, CardNetwork network) {

    public NetworkCard {
        Checks.present("mac", mac);
        mac = mac.toLowerCase(Locale.ROOT);
        Checks.hold(mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}"), "mac",
                "'" + mac + "' is not six hex numbers with colons between");
        Checks.hold((Integer.parseInt(mac.substring(0, 2), 16) & 1) == 0, "mac", mac + " is the address of a group");
        Checks.present("network of " + mac, network);
    }
}
