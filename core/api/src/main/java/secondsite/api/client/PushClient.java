package secondsite.api.client;

import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.Pushing;

/** What a process server does on machines. Only the configuration server may ask. */
public final class PushClient {

    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    public PushClient(Connection connection) {
        this.connection = connection.to(ServerKind.PROCESS_SERVER);
    }

    /** Begins it, if it is not known yet. */
    public PushStatus begin(UUID id, PushOrder order) throws TransferException {
        return connection.put(Pushing.push(id), Headers.of(), RequestBody.create(Json.write(order), JSON),
                Connection.json(PushStatus.class));
    }

    public PushStatus status(UUID id) throws TransferException {
        return connection.get(Pushing.push(id), Connection.json(PushStatus.class));
    }

    /** Breaks it off. Unknown ones are no error. */
    public void cancel(UUID id) throws TransferException {
        connection.delete(Pushing.push(id), _ -> null);
    }
}
