package secondsite.api.client;

import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.installation.HostKeyList;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationList;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.installation.PackageList;
import secondsite.api.installation.PullLine;
import secondsite.api.installation.PullRequest;

/** Agents on machines, as people order them. Secrets go there and never come back. */
public final class InstallationClient {

    private static final String INSTALLATIONS = "/v1/installations";
    private static final String HOST_KEYS = "/v1/host-keys";
    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    public InstallationClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    /** A job for each machine. @param key by which the same order is known when it is given again */
    public InstallationList order(InstallationRequest request, String key) throws TransferException {
        return connection.post(INSTALLATIONS, Headers.of(Connection.IDEMPOTENCY_KEY, key), body(request),
                Connection.json(InstallationList.class));
    }

    /** New jobs for the machines of a batch where it did not go well. @param key as that of an order */
    public InstallationList retry(InstallationRetry request, String key) throws TransferException {
        return connection.post(INSTALLATIONS + "/retry", Headers.of(Connection.IDEMPOTENCY_KEY, key), body(request),
                Connection.json(InstallationList.class));
    }

    /** The newest thousand. */
    public InstallationList installations() throws TransferException {
        return connection.get(INSTALLATIONS, Connection.json(InstallationList.class));
    }

    /** Those that were ordered together. */
    public InstallationList batch(UUID batch) throws TransferException {
        return connection.get(INSTALLATIONS + "?batch=" + batch, Connection.json(InstallationList.class));
    }

    public Installation installation(UUID id) throws TransferException {
        return connection.get(INSTALLATIONS + "/" + id, Connection.json(Installation.class));
    }

    /** Forgets one that is over. */
    public void remove(UUID id) throws TransferException {
        connection.delete(INSTALLATIONS + "/" + id, _ -> null);
    }

    public PullLine pull(PullRequest request) throws TransferException {
        return connection.post("/v1/pull", Headers.of(), body(request), Connection.json(PullLine.class));
    }

    public PackageList packages() throws TransferException {
        return connection.get(PackageClient.PACKAGES, Connection.json(PackageList.class));
    }

    public HostKeyList hostKeys() throws TransferException {
        return connection.get(HOST_KEYS, Connection.json(HostKeyList.class));
    }

    /** The machine's key is unknown from then on. */
    public void forgetHostKey(UUID id) throws TransferException {
        connection.delete(HOST_KEYS + "/" + id, _ -> null);
    }

    private static RequestBody body(Object value) {
        return RequestBody.create(Json.write(value), JSON);
    }
}
