package secondsite.server.process;

import java.io.Closeable;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import secondsite.api.client.Identity;

/** The master targets that disks go to, each reached over connections of its own. Safe for use by several threads. */
final class Targets implements Closeable {

    private final Identity identity;
    private final Map<URI, Target> byAddress = new HashMap<>();

    Targets(Identity identity) {
        this.identity = identity;
    }

    synchronized Target at(URI address) {
        return byAddress.computeIfAbsent(address, wanted -> new Target(wanted, identity));
    }

    /** Leaves the others. */
    synchronized void keepOnly(Set<URI> used) {
        byAddress.entrySet().removeIf(entry -> {
            boolean left = !used.contains(entry.getKey());
            if (left) {
                entry.getValue().close();
            }
            return left;
        });
    }

    @Override
    public synchronized void close() {
        keepOnly(Set.of());
    }
}
