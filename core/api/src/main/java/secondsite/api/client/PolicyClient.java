package secondsite.api.client;

import java.net.URI;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.policy.DryRun;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyChange;
import secondsite.api.policy.PolicyChanged;
import secondsite.api.policy.PolicyForecast;
import secondsite.api.policy.PolicyList;
import secondsite.api.security.SignIn;

/** The policies of a deployment, asked of its configuration server. */
public final class PolicyClient implements AutoCloseable {

    private static final String POLICIES = "/v1/policies";
    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    public PolicyClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    /** A person signs in. @throws TransferException when name or password is wrong, or too many wrong ones came before */
    public static PolicyClient signIn(URI server, Fingerprint authority, SignIn person) throws TransferException {
        return signedIn(server, authority, SecurityClient.token(server, authority, person));
    }

    /** Somebody who has signed in before. */
    public static PolicyClient signedIn(URI server, Fingerprint authority, String token) {
        return new PolicyClient(new Connection(server, authority, token, Connection.Patience.DEFAULTS));
    }

    public PolicyList policies() throws TransferException {
        return connection.get(POLICIES, Connection.json(PolicyList.class));
    }

    public Policy policy(UUID id) throws TransferException {
        return connection.get(of(id), Connection.json(Policy.class));
    }

    /** @return the new policy, with its id and that of its failback policy */
    public Policy add(Policy policy) throws TransferException {
        return post(POLICIES, policy, Policy.class);
    }

    /** What a policy would cost; nothing is changed. */
    public PolicyForecast dryRun(DryRun wanted) throws TransferException {
        return post(POLICIES + "/dry-run", wanted, PolicyForecast.class);
    }

    /** @throws TransferException when it keeps less of the past than before and that is not accepted; the message tells what would go */
    public PolicyChanged change(UUID id, PolicyChange change) throws TransferException {
        return post(of(id), change, PolicyChanged.class);
    }

    /** With its failback policy. */
    public void remove(UUID id) throws TransferException {
        connection.delete(of(id), _ -> null);
    }

    private static String of(UUID id) {
        return POLICIES + "/" + id;
    }

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        return connection.post(path, Headers.of(), RequestBody.create(Json.write(body), JSON),
                Connection.json(answer));
    }

    @Override
    public void close() {
        connection.close();
    }
}
