package secondsite.api.client;

import java.net.URI;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.Joined;

/** Asks a configuration server for a certificate, known to nobody yet. */
public final class JoinClient implements AutoCloseable {

    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    /** @param authority by which the server is known */
    public JoinClient(URI server, Fingerprint authority) {
        connection = new Connection(server, authority, Connection.Patience.DEFAULTS)
                .to(ServerKind.CONFIGURATION_SERVER);
    }

    public Joined join(JoinRequest request) throws TransferException {
        return connection.post("/v1/join", Headers.of(), RequestBody.create(Json.write(request), JSON),
                Connection.json(Joined.class));
    }

    @Override
    public void close() {
        connection.close();
    }
}
