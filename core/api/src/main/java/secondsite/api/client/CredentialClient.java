package secondsite.api.client;

import java.net.URI;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.security.Credential;
import secondsite.api.security.CredentialList;
import secondsite.api.security.NewCredential;
import secondsite.api.security.NewSecret;
import secondsite.api.security.SignIn;

/** With what a deployment signs in somewhere else. Secrets go there and never come back. */
public final class CredentialClient implements AutoCloseable {

    private static final String CREDENTIALS = "/v1/credentials";
    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    public CredentialClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    /** A person signs in. @throws TransferException when name or password is wrong, or too many wrong ones came before */
    public static CredentialClient signIn(URI server, Fingerprint authority, SignIn person) throws TransferException {
        return signedIn(server, authority, SecurityClient.token(server, authority, person));
    }

    /** Somebody who has signed in before. */
    public static CredentialClient signedIn(URI server, Fingerprint authority, String token) {
        return new CredentialClient(new Connection(server, authority, token, Connection.Patience.DEFAULTS));
    }

    public CredentialList credentials() throws TransferException {
        return connection.get(CREDENTIALS, Connection.json(CredentialList.class));
    }

    public Credential add(NewCredential credential) throws TransferException {
        return connection.post(CREDENTIALS, Headers.of(), RequestBody.create(Json.write(credential), JSON),
                Connection.json(Credential.class));
    }

    public Credential change(UUID id, NewSecret secret) throws TransferException {
        return connection.post(CREDENTIALS + "/" + id + "/secret", Headers.of(),
                RequestBody.create(Json.write(secret), JSON), Connection.json(Credential.class));
    }

    public void remove(UUID id) throws TransferException {
        connection.delete(CREDENTIALS + "/" + id, _ -> null);
    }

    /** Seals all secrets with a new key; the one before is destroyed. */
    public void changeKey() throws TransferException {
        connection.post("/v1/secrets/rotation", Headers.of(), RequestBody.create(new byte[0]), _ -> null);
    }

    @Override
    public void close() {
        connection.close();
    }
}
