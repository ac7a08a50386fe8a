package secondsite.api.site;

import java.util.List;

/** All networks, by name. */
public record NetworkList(List<Network> networks) {

    public NetworkList {
        networks = List.copyOf(networks);
    }
}
