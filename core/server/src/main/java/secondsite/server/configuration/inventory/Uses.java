package secondsite.server.configuration.inventory;

import java.util.Optional;
import java.util.UUID;
import secondsite.server.configuration.store.Servers;
import secondsite.server.configuration.store.Transaction;

/** What stands on something of the inventory, so that it has to stay. */
public interface Uses {

    /** Why this machine cannot be removed, like {@code it is protected}; empty when it can. */
    Optional<String> ofMachine(Transaction change, UUID machine);

    /** Why this server cannot be removed; empty when it can. */
    Optional<String> ofServer(Transaction change, Servers.Key server);
}
