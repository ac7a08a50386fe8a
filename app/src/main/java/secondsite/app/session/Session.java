package secondsite.app.session;

import java.net.URI;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.AlertClient;
import secondsite.api.client.BackupClient;
import secondsite.api.client.Connection;
import secondsite.api.client.CredentialClient;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.HealthClient;
import secondsite.api.client.InstallationClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.NotificationClient;
import secondsite.api.client.PlanClient;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TransferException;
import secondsite.api.security.Role;
import secondsite.api.security.SignIn;
import secondsite.app.kept.Profile;

/** Somebody who is signed in, and all that the server can be asked. Calls block: they belong into the background. */
public final class Session implements AutoCloseable {

    private final Profile profile;
    private final String user;
    private final Role role;
    private final Connection connection;

    Session(Profile profile, String user, Role role, Connection connection) {
        this.profile = profile;
        this.user = user;
        this.role = role;
        this.connection = connection;
    }

    /** Signs in. @throws TransferException when name or password is wrong, or the server cannot be asked */
    public static Session signIn(Profile profile, String user, String password) throws TransferException {
        return resume(profile,
                SecurityClient.token(profile.server(), authority(profile), new SignIn(user, password)));
    }

    /** Goes on with a session that was begun elsewhere, such as by {@code secondsite login}. */
    public static Session resume(Profile profile, String token) throws TransferException {
        var connection = new Connection(profile.server(), authority(profile), token, Connection.Patience.DEFAULTS);
        try {
            secondsite.api.security.Session told = new SecurityClient(connection).session();
            return new Session(profile, told.name(), told.role(), connection);
        } catch (TransferException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Fingerprint authority(Profile profile) {
        return new Fingerprint(profile.authority());
    }

    public Profile profile() {
        return profile;
    }

    public URI server() {
        return profile.server();
    }

    public String user() {
        return user;
    }

    public Role role() {
        return role;
    }

    Connection connection() {
        return connection;
    }

    public InventoryClient inventory() {
        return new InventoryClient(connection);
    }

    public InstallationClient installations() {
        return new InstallationClient(connection);
    }

    public ActivityClient activity() {
        return new ActivityClient(connection);
    }

    public AlertClient alerts() {
        return new AlertClient(connection);
    }

    public HealthClient health() {
        return new HealthClient(connection);
    }

    public ProtectionClient protection() {
        return new ProtectionClient(connection);
    }

    public RecoveryClient recovery() {
        return new RecoveryClient(connection);
    }

    public FailoverClient failovers() {
        return new FailoverClient(connection);
    }

    public PlanClient plans() {
        return new PlanClient(connection);
    }

    public PolicyClient policies() {
        return new PolicyClient(connection);
    }

    public SecurityClient security() {
        return new SecurityClient(connection);
    }

    public CredentialClient credentials() {
        return new CredentialClient(connection);
    }

    public NotificationClient notifications() {
        return new NotificationClient(connection);
    }

    public BackupClient backups() {
        return new BackupClient(connection);
    }

    /** Ends the session at the server; what is under way there goes on. */
    public void signOut() throws TransferException {
        security().signOut();
    }

    /** Lets the connections go. */
    @Override
    public void close() {
        connection.close();
    }
}
