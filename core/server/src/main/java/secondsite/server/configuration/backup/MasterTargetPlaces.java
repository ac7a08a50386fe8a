package secondsite.server.configuration.backup;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import secondsite.api.client.Connection;
import secondsite.api.client.PointClient;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.web.Peer;

/** Every master target that ever reported, at the address that it told. */
@Singleton
public final class MasterTargetPlaces implements BackupPlaces {

    /** A backup may be gigabytes over a slow line. */
    private static final Connection.Patience PATIENCE = new Connection.Patience(Duration.ofSeconds(10),
            Duration.ofMinutes(1), Duration.ofHours(4));

    private final Inventory inventory;
    private final TlsIdentity identity;

    @Inject
    public MasterTargetPlaces(Inventory inventory, TlsIdentity identity) {
        this.inventory = inventory;
        this.identity = identity;
    }

    @Override
    public List<Place> all() {
        return inventory.servers(Peer.Kind.MASTER_TARGET).stream().<Place>map(server -> new Target(server, identity))
                .toList();
    }

    private record Target(Server server, TlsIdentity identity) implements Place {

        @Override
        public String name() {
            return server.key().name();
        }

        @Override
        public void keep(String name, Path file) throws IOException {
            try (var connection = new Connection(server.address(), identity, PATIENCE)) {
                new PointClient(connection).putBackup(name, file);
            }
        }
    }
}
