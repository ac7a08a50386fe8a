package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.HostClient;
import secondsite.api.client.PointClient;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** The master targets, as this server speaks to them: one connection each, at the address that it reported. Safe for use by several threads. */
@Singleton
public final class MasterTargets implements Closeable {

    private record Line(URI address, Connection connection) {}

    private final Inventory inventory;
    private final TlsIdentity identity;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    @Inject
    public MasterTargets(Inventory inventory, TlsIdentity identity) {
        this.inventory = inventory;
        this.identity = identity;
    }

    /** @throws ProblemException when none of this name has ever reported */
    public PointClient named(String name) {
        return new PointClient(connection(name));
    }

    /** As a host of machines. @throws ProblemException when none of this name has ever reported */
    public HostClient host(String name) {
        return new HostClient(connection(name));
    }

    private Connection connection(String name) {
        URI address = inventory.server(Peer.Kind.MASTER_TARGET, name).map(Server::address)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNREACHABLE,
                        "the master target '" + name + "' has never reported; start it"));
        return lines.compute(name, (_, line) -> {
            if (line != null && line.address().equals(address)) {
                return line;
            }
            if (line != null) {
                line.connection().close();
            }
            return new Line(address, new Connection(address, identity, Connection.Patience.DEFAULTS));
        }).connection();
    }

    @Override
    public void close() {
        lines.values().forEach(line -> line.connection().close());
    }
}
