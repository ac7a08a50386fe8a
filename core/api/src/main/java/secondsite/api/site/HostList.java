package secondsite.api.site;

import java.util.List;

/** All hosts, by name. */
public record HostList(List<Host> hosts) {

    public HostList {
        hosts = List.copyOf(hosts);
    }
}
