package secondsite.api.installation;

import java.util.List;

/** The keys of machines, by address. */
public record HostKeyList(List<KnownHostKey> keys) {

    public HostKeyList {
        keys = List.copyOf(keys);
    }
}
