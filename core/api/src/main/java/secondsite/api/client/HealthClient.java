package secondsite.api.client;

import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.replication.HealthSummary;
import secondsite.api.replication.Thresholds;

/** How the deployment is, asked of its configuration server. */
public final class HealthClient {

    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    /** Over a connection of somebody who is signed in, or of an administrator's certificate. */
    public HealthClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    public HealthSummary summary() throws TransferException {
        return connection.get("/v1/health", Connection.json(HealthSummary.class));
    }

    /** From where on something is not well. */
    public Thresholds thresholds() throws TransferException {
        return connection.get("/v1/thresholds", Connection.json(Thresholds.class));
    }

    public Thresholds set(Thresholds thresholds) throws TransferException {
        return connection.post("/v1/thresholds", Headers.of(), RequestBody.create(Json.write(thresholds), JSON),
                Connection.json(Thresholds.class));
    }

    /** How it is in numbers, in the text format of Prometheus. */
    public String metrics() throws TransferException {
        return connection.get("/v1/metrics", response -> response.body().string());
    }
}
