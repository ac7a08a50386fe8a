package secondsite.api.site;

import java.util.List;

/** All servers, by kind and name. */
public record ServerList(List<ServerSummary> servers) {

    public ServerList {
        servers = List.copyOf(servers);
    }
}
