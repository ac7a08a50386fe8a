package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.store.Servers;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** The other servers, as this one speaks to them: one connection each, at the address that it reported. Safe for use by several threads. */
@Singleton
public final class ServerLines implements Closeable {

    private record Line(URI address, Connection connection) {}

    private final Inventory inventory;
    private final TlsIdentity identity;
    private final Map<Servers.Key, Line> lines = new ConcurrentHashMap<>();

    /** @param identity by which this server is known to others */
    @Inject
    public ServerLines(Inventory inventory, TlsIdentity identity) {
        this.inventory = inventory;
        this.identity = identity;
    }

    /** @throws ProblemException when none of this kind and name has ever reported */
    public Connection to(Peer.Kind kind, String name) {
        URI address = inventory.server(kind, name).map(Server::address)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNREACHABLE, "the "
                        + kind.word().replace('-', ' ') + " '" + name + "' has never reported; start it"));
        return lines.compute(new Servers.Key(kind.word(), name), (_, line) -> {
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
