package secondsite.api.client;

import java.net.URI;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.security.AuditPage;
import secondsite.api.security.CertificateList;
import secondsite.api.security.JoinToken;
import secondsite.api.security.Joined;
import secondsite.api.security.NewPassphrase;
import secondsite.api.security.RenewalRequest;
import secondsite.api.security.TokenRequest;

/** Who belongs to a deployment, asked of its configuration server. */
public final class SecurityClient implements AutoCloseable {

    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    public SecurityClient(URI server, TlsIdentity identity) {
        connection = new Connection(server, identity, Connection.Patience.DEFAULTS);
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

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        return connection.post(path, Headers.of(), RequestBody.create(Json.write(body), JSON),
                Connection.json(answer));
    }

    @Override
    public void close() {
        connection.close();
    }
}
