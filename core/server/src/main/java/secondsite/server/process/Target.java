package secondsite.server.process;

import java.net.URI;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import secondsite.api.client.Connection;
import secondsite.api.client.Relay;
import secondsite.api.client.Identity;
import secondsite.api.client.TransferClient;
import secondsite.engine.ship.Receiver;

/** A master target as this process server reaches it: one for all disks that go there. */
final class Target implements AutoCloseable {

    /** Requests under way at once; a few connections fill any link, and many disks may go to one target. */
    private static final int LINES = 16;

    private final Connection connection;
    private final TransferClient client;
    private final Relay relay;
    private final Semaphore lines = new Semaphore(LINES, true);

    Target(URI address, Identity identity) {
        connection = new Connection(address, identity, Connection.Patience.DEFAULTS);
        client = new TransferClient(connection);
        relay = new Relay(connection);
    }

    Receiver receiver(UUID disk) {
        return new TargetReceiver(client, lines, disk);
    }

    Relay relay() {
        return relay;
    }

    @Override
    public void close() {
        connection.close();
    }
}
