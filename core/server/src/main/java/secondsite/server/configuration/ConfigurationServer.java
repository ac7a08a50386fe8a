package secondsite.server.configuration;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.PrivateFiles;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.activity.job.JobRunner;
import secondsite.server.configuration.backup.Backups;
import secondsite.server.configuration.health.HealthRound;
import secondsite.server.configuration.installation.OwnAddress;
import secondsite.server.configuration.inventory.FirstPlaces;
import secondsite.server.configuration.inventory.ServerLines;
import secondsite.server.configuration.metrics.Metrics;
import secondsite.server.configuration.notification.Deliveries;
import secondsite.server.configuration.plan.Drills;
import secondsite.server.configuration.plan.Scripts;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.policy.StandardPolicy;
import secondsite.server.configuration.protection.ReplicationWatch;
import secondsite.server.configuration.recovery.FailoverWatch;
import secondsite.server.configuration.rest.CatalogueWords;
import secondsite.server.configuration.rest.Endpoints;
import secondsite.server.configuration.security.Authority;
import secondsite.server.configuration.security.Authority.Issued;
import secondsite.server.configuration.security.Passphrase;
import secondsite.server.configuration.security.RecoveryPassphrase;
import secondsite.server.configuration.security.Revocation;
import secondsite.server.configuration.security.SecretKeys;
import secondsite.server.configuration.security.Users;
import secondsite.server.configuration.store.Database;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;
import secondsite.server.web.Routes;

/**
 * The role of a configuration server, running. At its first start it makes the deployment: an authority, a passphrase, the user
 * {@code admin}, and a certificate for an administrator in the folder {@code administrator}.
 */
public final class ConfigurationServer implements Closeable {

    private static final Duration AUTHORITY_VALID = Duration.ofDays(3650);
    /** Between looks how machines and servers are. */
    private static final Duration JUDGING = Duration.ofSeconds(5);
    /** Between looks whether it is time for something. */
    private static final Duration LOOKING = Duration.ofMinutes(1);
    private static final String DATABASE = "database.sqlite";
    private static final String NAME = "configuration-server";

    private final Database database;
    private final Injector parts;
    private final HttpsListener listener;
    private final Routes routes;
    private final X509Certificate authority;
    private final Passphrase passphrase;
    private final Users users;
    private final EventLog events;
    private final JobRunner jobs;
    private final Housekeeping housekeeping;
    private final Rounds health;
    private final Deliveries notifications;
    private final ReplicationWatch replication;
    private final FailoverWatch failovers;
    private final ServerLines lines;
    private final OwnPrograms programs;
    private final Path directory;
    private final List<String> hosts;
    private final RecoveryPassphrase recovery;
    private final Rounds backups;
    private final Rounds drills;
    private final Scripts scripts;
    private Optional<String> newPassphrase = Optional.empty();
    private Optional<String> firstPassword = Optional.empty();
    private Optional<String> newRecoveryPassphrase = Optional.empty();

    /**
     * Starts the role.
     *
     * @throws IOException when what it keeps cannot be read or written; nothing runs then
     */
    public static ConfigurationServer start(ConfigurationServerSettings settings, InstantSource clock,
            SecureRandom random) throws IOException {
        return start(settings, clock, random, List.of());
    }

    /** @param replaced takes the place of parts that it is put together from */
    static ConfigurationServer start(ConfigurationServerSettings settings, InstantSource clock, SecureRandom random,
            List<Module> replaced) throws IOException {
        var server = new ConfigurationServer(settings, clock, random, replaced);
        try {
            // Not before it listens: after a start that failed nobody would have seen them.
            server.newPassphrase = server.passphrase.make();
            server.firstPassword = server.users.makeFirst();
            server.newRecoveryPassphrase = server.recovery.make();
            server.jobs.start();
            server.housekeeping.start();
            server.health.start();
            server.notifications.start();
            server.replication.start();
            server.failovers.start();
            server.backups.start();
            server.drills.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private ConfigurationServer(ConfigurationServerSettings settings, InstantSource clock, SecureRandom random,
            List<Module> replaced) throws IOException {
        hosts = settings.hosts();
        directory = PrivateFiles.folder(settings.directory().toAbsolutePath().normalize());
        refuseLostDatabase(directory);
        database = Database.open(directory.resolve(DATABASE));
        try {
            Authority issuer = authority(directory, settings, clock, random);
            authority = issuer.own().certificate();
            TlsIdentity identity = identity(issuer, settings, clock);
            parts = Guice.createInjector(Modules.override(
                    new ConfigurationModule(settings, database, issuer,
                            SecretKeys.open(directory.resolve("secrets.key"), random), clock, random),
                    new HealthModule(), new ProtectionModule(identity), new RecoveryModule(), new PlanModule(),
                    new BackupModule(), new InstallationModule()).with(replaced));
            passphrase = parts.getInstance(Passphrase.class);
            users = parts.getInstance(Users.class);
            parts.getInstance(Policies.class).makeFirst(StandardPolicy.in(ZoneId.systemDefault()));
            parts.getInstance(FirstPlaces.class).make();
            events = parts.getInstance(EventLog.class);
            jobs = parts.getInstance(JobRunner.class);
            programs = parts.getInstance(OwnPrograms.class);
            housekeeping = parts.getInstance(Housekeeping.class);
            health = new Rounds("health", Duration.ZERO, JUDGING, parts.getInstance(HealthRound.class)::run);
            notifications = parts.getInstance(Deliveries.class);
            replication = parts.getInstance(ReplicationWatch.class);
            failovers = parts.getInstance(FailoverWatch.class);
            lines = parts.getInstance(ServerLines.class);
            recovery = parts.getInstance(RecoveryPassphrase.class);
            backups = new Rounds("backup", LOOKING, LOOKING, parts.getInstance(Backups.class)::runWhenDue);
            drills = new Rounds("drills", LOOKING, LOOKING, parts.getInstance(Drills.class)::runWhenDue);
            scripts = parts.getInstance(Scripts.class);
            routes = new Routes();
            parts.getInstance(new Key<Set<Endpoints>>() {
            }).forEach(some -> some.addTo(routes));
            listener = new HttpsListener(settings.listen(), identity,
                    new PeerCheck(parts.getInstance(Revocation.class)::revoked, clock), routes,
                    parts.getInstance(Metrics.class), parts.getInstance(CatalogueWords.class));
            parts.getInstance(OwnAddress.class).listensOn(listener.port());
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** A deployment that lost its database must not begin as a new one, as if nobody belonged to it. */
    private static void refuseLostDatabase(Path directory) throws IOException {
        Path file = directory.resolve(DATABASE);
        boolean lost = !Files.exists(file) || Files.size(file) == 0;
        if (lost && Files.exists(directory.resolve("authority"))) {
            throw new IOException(
                    file + " is missing or empty, though the deployment has an authority; bring the newest"
                            + " backup back into a new folder with 'server restore'");
        }
    }

    private static Authority authority(Path directory, ConfigurationServerSettings settings, InstantSource clock,
            SecureRandom random) throws IOException {
        Path folder = directory.resolve("authority");
        if (Files.exists(folder)) {
            TlsIdentity own = TlsIdentity.fromPem(folder.resolve("authority.pem"), folder.resolve("key.pem"),
                    folder.resolve("authority.pem"));
            return Authority.of(new Issued(own.key(), own.certificate()), random);
        }
        Authority made = Authority.create("Deployment authority", clock.instant(), AUTHORITY_VALID, random);
        Issued administrator = made.issue(new Peer(Peer.Kind.ADMINISTRATOR, "administrator"), List.of(),
                clock.instant(), settings.certificates().duration());
        IssuedFolder.write(directory.resolve("administrator"), administrator, made.own().certificate());
        IssuedFolder.write(folder, made.own(), made.own().certificate());
        return made;
    }

    /** With a key that lives as long as the program, and the authority behind it, so that those who join can know it. */
    private static TlsIdentity identity(Authority issuer, ConfigurationServerSettings settings, InstantSource clock) {
        Issued own = issuer.issue(new Peer(Peer.Kind.CONFIGURATION_SERVER, NAME), settings.hosts(), clock.instant(),
                AUTHORITY_VALID);
        X509Certificate authority = issuer.own().certificate();
        return new TlsIdentity(own.key(), List.of(own.certificate(), authority), List.of(authority));
    }

    /** One of those that it is put together from. */
    <T> T part(Class<T> type) {
        return parts.getInstance(type);
    }

    /** What can be asked. */
    Routes routes() {
        return routes;
    }

    /**
     * Makes another role of this program a member of the deployment, as one that has joined under the hosts of this server.
     *
     * @return where its certificate and key are: in a folder beside the database, named after what it is
     */
    public IdentityFiles enrol(Peer role) throws IOException {
        return programs.enrol(role, hosts, directory.resolve(role.kind().word()));
    }

    /** Where a port of this machine is reached by the first name that this server has. */
    public URI address(int port) {
        String host = hosts.getFirst();
        return URI.create("https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
    }

    /** The port that all reach. */
    public int port() {
        return listener.port();
    }

    /** By which those who join know the deployment. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(authority);
    }

    /** The deployment's passphrase, at the first start only: nobody learns it again. */
    public Optional<String> newPassphrase() {
        return newPassphrase;
    }

    /** The passphrase with which backups of this server are opened, at the first start only. */
    public Optional<String> newRecoveryPassphrase() {
        return newRecoveryPassphrase;
    }

    /** The password of the user {@code admin}, at the first start only. */
    public Optional<String> firstPassword() {
        return firstPassword;
    }

    @Override
    public void close() {
        housekeeping.close();
        notifications.close();
        events.close();
        listener.close();
        replication.close();
        failovers.close();
        backups.close();
        drills.close();
        jobs.close();
        scripts.close();
        health.close();
        lines.close();
        database.close();
    }
}
