package secondsite.api.client;

import java.net.URI;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.RequestBody;
import secondsite.api.activity.BackupStatus;
import secondsite.api.security.NewPassphrase;
import secondsite.api.security.SignIn;

/** The backups of a configuration server. */
public final class BackupClient implements AutoCloseable {

    /** To be made and sent everywhere a backup takes its time. */
    public static final Connection.Patience PATIENCE = new Connection.Patience(Duration.ofSeconds(10),
            Duration.ofMinutes(30), Duration.ofMinutes(30));

    private static final String BACKUP = "/v1/backup";

    private final Connection connection;

    /** @param connection with {@link #PATIENCE}, if a backup is to be made */
    public BackupClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    /** A person signs in. @throws TransferException when name or password is wrong, or too many wrong ones came before */
    public static BackupClient signIn(URI server, Fingerprint authority, SignIn person) throws TransferException {
        return signedIn(server, authority, SecurityClient.token(server, authority, person));
    }

    /** Somebody who has signed in before. */
    public static BackupClient signedIn(URI server, Fingerprint authority, String token) {
        return new BackupClient(new Connection(server, authority, token, PATIENCE));
    }

    public BackupStatus status() throws TransferException {
        return connection.get(BACKUP, Connection.json(BackupStatus.class));
    }

    /** Makes a backup now and sends it to every master target; answers when that is done. */
    public BackupStatus make() throws TransferException {
        return connection.post(BACKUP, Headers.of(), RequestBody.create(new byte[0]),
                Connection.json(BackupStatus.class));
    }

    /** Makes another recovery passphrase, for backups from now on. */
    public NewPassphrase newPassphrase() throws TransferException {
        return connection.post(BACKUP + "/passphrase", Headers.of(), RequestBody.create(new byte[0]),
                Connection.json(NewPassphrase.class));
    }

    @Override
    public void close() {
        connection.close();
    }
}
