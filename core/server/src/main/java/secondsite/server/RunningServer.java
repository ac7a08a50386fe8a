package secondsite.server;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.client.Connection;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.Folder;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.deployment.HostAddress;
import secondsite.server.process.ProcessServer;
import secondsite.server.reporting.LoadMeter;
import secondsite.server.reporting.Reporting;
import secondsite.server.reporting.RevokedCertificates;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.settings.ProcessServerSettings;
import secondsite.server.settings.Role;
import secondsite.server.settings.ServerSettings;
import secondsite.server.settings.SettingsException;
import secondsite.server.target.rest.MasterTarget;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;

/** The roles of one program, running: the only place where they meet. They speak to each other only over REST. */
public final class RunningServer implements Closeable {

    /** A report is short; who does not answer it soon is asked again. */
    private static final Connection.Patience REPORTS = new Connection.Patience(Duration.ofSeconds(10),
            Duration.ofSeconds(30), Duration.ofMinutes(1));
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final InstantSource clock;
    private final SecureRandom random;
    private final List<Closeable> roles = new ArrayList<>();
    private Optional<ConfigurationServer> configurationServer = Optional.empty();
    private OptionalInt processServerPort = OptionalInt.empty();
    private OptionalInt masterTargetPort = OptionalInt.empty();

    private RunningServer(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** @throws IOException when a role cannot start; then none runs */
    public static RunningServer start(ServerSettings settings, InstantSource clock, SecureRandom random)
            throws IOException {
        var server = new RunningServer(clock, random);
        try {
            server.startRoles(settings);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void startRoles(ServerSettings settings) throws IOException {
        if (settings.roles().isEmpty()) {
            throw new SettingsException(
                    "'roles' is empty; this program has nothing to do. Possible are configuration-server, process-server and master-target");
        }
        if (settings.roles().contains(Role.CONFIGURATION_SERVER)) {
            startConfigurationServer(settings.configurationServer());
        }
        if (settings.roles().contains(Role.MASTER_TARGET)) {
            startMasterTarget(settings.masterTarget(), settings.revokedSerials());
        }
        if (settings.roles().contains(Role.PROCESS_SERVER)) {
            startProcessServer(settings.processServer(), settings.revokedSerials());
        }
    }

    private void startConfigurationServer(ConfigurationServerSettings settings) throws IOException {
        var role = ConfigurationServer.start(settings, clock, random);
        roles.addFirst(role);
        LOG.info("configuration server listens on {}:{}, authority {}", settings.listen().host(), role.port(),
                role.fingerprint().text());
        configurationServer = Optional.of(role);
    }

    private void startMasterTarget(MasterTargetSettings settings, Set<BigInteger> revokedHere) throws IOException {
        TlsIdentity identity = identity(settings.certificate(), settings.key(), settings.authority(),
                new Peer(Peer.Kind.MASTER_TARGET, settings.id()));
        Folder replicas = DirectoryFolder.at(settings.replicas().directory());
        var revoked = new RevokedCertificates(replicas);
        var role = new MasterTarget(settings, identity, peers(revokedHere, revoked), new MasterTarget.Machine(
                replicas, DirectoryFolder.at(settings.exports().directory()),
                DirectoryFolder.at(settings.extractions().directory()), clock, MonotonicTime.SYSTEM, random));
        roles.addFirst(role);
        masterTargetPort = OptionalInt.of(role.port());
        LOG.info("master target {} listens on {}:{}", settings.id(), settings.listen().host(), role.port());
    }

    private void startProcessServer(ProcessServerSettings settings, Set<BigInteger> revokedHere) throws IOException {
        TlsIdentity identity = identity(settings.certificate(), settings.key(), settings.authority(),
                new Peer(Peer.Kind.PROCESS_SERVER, settings.id()));
        Folder cache = DirectoryFolder.at(settings.cache().directory());
        var revoked = new RevokedCertificates(cache);
        var role = new ProcessServer(settings, identity, peers(revokedHere, revoked),
                new ProcessServer.Machine(cache, clock, MonotonicTime.SYSTEM, random));
        roles.addFirst(role);
        processServerPort = OptionalInt.of(role.port());
        LOG.info("process server {} listens on {}:{}", settings.id(), settings.listen().host(), role.port());
        if (settings.reportTo() != null) {
            var line = new Connection(settings.reportTo(), identity, REPORTS);
            URI address = address(settings.address(), settings.listen(), role.port());
            roles.addFirst(new Reporting("process server " + settings.id(), new ProcessServerTurn(role,
                    new ReportClient(line), address, new LoadMeter(settings.cache().directory()), revoked), line,
                    random));
        }
    }

    private PeerCheck peers(Set<BigInteger> revokedHere, RevokedCertificates revoked) {
        return new PeerCheck(serial -> revokedHere.contains(serial) || revoked.test(serial), clock);
    }

    /** Where others reach a role, if it is not told. */
    private static URI address(URI given, Listen listen, int port) {
        return given != null ? given : URI.create(new HostAddress(listen.host(), port).url());
    }

    private static TlsIdentity identity(Path certificate, Path key, Path authority, Peer self) throws IOException {
        TlsIdentity identity = TlsIdentity.fromPem(certificate, key, authority);
        Peer named = Peer.of(identity.certificate())
                .orElseThrow(() -> new SettingsException(
                        certificate + " names no server; make one with 'deployment create'"));
        if (!named.equals(self)) {
            throw new SettingsException(certificate + " is that of " + named + ", not of " + self);
        }
        return identity;
    }

    /** The configuration server, if this program is one. */
    public Optional<ConfigurationServer> configurationServer() {
        return configurationServer;
    }

    /** The port of the process server, if this program is one. */
    public OptionalInt processServerPort() {
        return processServerPort;
    }

    /** The port of the master target, if this program is one. */
    public OptionalInt masterTargetPort() {
        return masterTargetPort;
    }

    /** Ends all roles: process server first, so that it does not miss its target. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Closeable role : roles) {
            try {
                role.close();
            } catch (IOException e) {
                LOG.warn("closing: {}", e.getMessage());
                first = e;
            }
        }
        roles.clear();
        if (first != null) {
            throw first;
        }
    }
}
