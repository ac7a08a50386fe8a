package secondsite.api.client;

import java.net.URI;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.security.AuditPage;
import secondsite.api.security.AuditVerification;
import secondsite.api.security.CertificateList;
import secondsite.api.security.JoinToken;
import secondsite.api.security.Joined;
import secondsite.api.security.NewPassphrase;
import secondsite.api.security.NewPassword;
import secondsite.api.security.NewRole;
import secondsite.api.security.NewUser;
import secondsite.api.security.RenewalRequest;
import secondsite.api.security.Role;
import secondsite.api.security.Session;
import secondsite.api.security.SignIn;
import secondsite.api.security.TokenRequest;
import secondsite.api.security.UserList;

/** Who belongs to a deployment, asked of its configuration server. */
public final class SecurityClient implements AutoCloseable {

    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    /** Over a connection of somebody who is signed in, or of an administrator's certificate. */
    public SecurityClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    public SecurityClient(URI server, Identity identity) {
        this(new Connection(server, identity, Connection.Patience.DEFAULTS));
    }

    /** A person signs in. @throws TransferException when name or password is wrong, or too many wrong ones came before */
    public static SecurityClient signIn(URI server, Fingerprint authority, SignIn person) throws TransferException {
        return signedIn(server, authority, token(server, authority, person));
    }

    /** A person signs in. @return the token of the session */
    public static String token(URI server, Fingerprint authority, SignIn person) throws TransferException {
        try (var stranger = new Connection(server, authority, Connection.Patience.DEFAULTS)
                .to(ServerKind.CONFIGURATION_SERVER)) {
            return stranger.post("/v1/sessions", Headers.of(), RequestBody.create(Json.write(person), JSON),
                    Connection.json(Session.class)).token();
        }
    }

    /** Somebody who has signed in before. */
    public static SecurityClient signedIn(URI server, Fingerprint authority, String token) {
        return new SecurityClient(new Connection(server, authority, token, Connection.Patience.DEFAULTS));
    }

    /** A further certificate in the own name. */
    public Joined renew(RenewalRequest request) throws TransferException {
        return post("/v1/certificates/renewal", request, Joined.class);
    }

    public CertificateList certificates() throws TransferException {
        return connection.get("/v1/certificates", Connection.json(CertificateList.class));
    }

    /** @param serial in hexadecimal */
    public void revoke(String serial) throws TransferException {
        connection.delete("/v1/certificates/" + serial, _ -> null);
    }

    public JoinToken token(TokenRequest request) throws TransferException {
        return post("/v1/join-tokens", request, JoinToken.class);
    }

    public NewPassphrase newPassphrase() throws TransferException {
        return connection.post("/v1/passphrase", Headers.of(), RequestBody.create(new byte[0]),
                Connection.json(NewPassphrase.class));
    }

    /** What was done after the line with this number. */
    public AuditPage audit(long after) throws TransferException {
        return connection.get("/v1/audit?after=" + after, Connection.json(AuditPage.class));
    }

    /** Reads the whole log at the server. */
    public AuditVerification verifyAudit() throws TransferException {
        return connection.get("/v1/audit/verification", Connection.json(AuditVerification.class));
    }

    public UserList users() throws TransferException {
        return connection.get("/v1/users", Connection.json(UserList.class));
    }

    public void add(NewUser user) throws TransferException {
        send("/v1/users", user);
    }

    public void remove(String user) throws TransferException {
        connection.delete("/v1/users/" + user, _ -> null);
    }

    public void setRole(String user, Role role) throws TransferException {
        send("/v1/users/" + user + "/role", new NewRole(role));
    }

    /** Ends all sessions of the user. @param current the own one; null for an administrator who sets somebody else's */
    public void setPassword(String user, String current, String password) throws TransferException {
        send("/v1/users/" + user + "/password", new NewPassword(current, password));
    }

    /** Who is signed in here. */
    public Session session() throws TransferException {
        return connection.get("/v1/sessions/own", Connection.json(Session.class));
    }

    public void signOut() throws TransferException {
        connection.delete("/v1/sessions/own", _ -> null);
    }

    private void send(String path, Object body) throws TransferException {
        connection.post(path, Headers.of(), RequestBody.create(Json.write(body), JSON), _ -> null);
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
