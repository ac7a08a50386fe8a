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
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.PackageClient;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.Folder;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.deployment.HostAddress;
import secondsite.server.host.HostRole;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.qemu.Qemu;
import secondsite.server.hypervisor.qemu.QemuSettings;
import secondsite.server.process.ProcessServer;
import secondsite.server.process.push.Pushes;
import secondsite.server.reporting.LoadMeter;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.settings.ProcessServerSettings;
import secondsite.server.settings.Role;
import secondsite.server.settings.ServerSettings;
import secondsite.server.settings.SettingsException;
import secondsite.server.target.rest.MasterTarget;
import secondsite.server.web.Peer;

/** The roles of one program, running: the only place where they meet. They speak to each other only over REST. */
public final class RunningServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    /** A package is large, and the line between the sites may be slow. */
    private static final Connection.Patience PACKAGES = new Connection.Patience(Duration.ofSeconds(10),
            Duration.ofSeconds(30), Duration.ofHours(4));

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
        Folder replicas = DirectoryFolder.at(settings.replicas().directory());
        Membership member = member(new Peer(Peer.Kind.MASTER_TARGET, settings.id()),
                given(settings.certificate(), settings.key(), settings.authority()), settings.reportTo(), replicas,
                revokedHere);
        HostRole host = host(settings.machines());
        roles.addFirst(host);
        var role = new MasterTarget(settings, member.identity(), member.peers(), new MasterTarget.Machine(
                replicas, DirectoryFolder.at(settings.exports().directory()),
                DirectoryFolder.at(settings.extractions().directory()), clock, MonotonicTime.SYSTEM, random),
                (routes, exports) -> host.addTo(routes, new KeptPasts(exports)));
        roles.addFirst(role);
        masterTargetPort = OptionalInt.of(role.port());
        LOG.info("master target {} listens on {}:{}", settings.id(), settings.listen().host(), role.port());
        URI address = address(settings.address(), settings.certificate() == null, settings.listen(), role.port());
        var load = new LoadMeter(settings.replicas().directory());
        member.report(line -> new MasterTargetTurn(role, host, line, address, load, member.revoked()))
                .ifPresent(roles::addFirst);
    }

    /** Closed after the master target's port, so that nobody orders what has no end; machines run on. */
    private static HostRole host(MasterTargetSettings.Machines settings) throws IOException {
        if (settings == null) {
            return new HostRole(Optional.empty());
        }
        QemuSettings all = QemuSettings.DEFAULTS;
        var qemu = new QemuSettings(settings.program(),
                settings.accelerated()
                        ? QemuSettings.Acceleration.WHERE_POSSIBLE
                        : QemuSettings.Acceleration.NEVER,
                all.launch(), all.answer(), all.reconnect());
        Hypervisor hypervisor = Qemu.open(DirectoryFolder.at(settings.directory()), qemu);
        return new HostRole(Optional.of(new HostRole.Platform(hypervisor, settings.probes(), settings.ports().first(),
                settings.ports().last())));
    }

    private void startProcessServer(ProcessServerSettings settings, Set<BigInteger> revokedHere) throws IOException {
        Folder cache = DirectoryFolder.at(settings.cache().directory());
        Membership member = member(new Peer(Peer.Kind.PROCESS_SERVER, settings.id()),
                given(settings.certificate(), settings.key(), settings.authority()), settings.reportTo(), cache,
                revokedHere);
        var role = new ProcessServer(settings, member.identity(), member.peers(),
                new ProcessServer.Machine(cache, clock, MonotonicTime.SYSTEM, random), pushes(settings, member));
        roles.addFirst(role);
        processServerPort = OptionalInt.of(role.port());
        LOG.info("process server {} listens on {}:{}", settings.id(), settings.listen().host(), role.port());
        URI address = address(settings.address(), settings.certificate() == null, settings.listen(), role.port());
        var load = new LoadMeter(settings.cache().directory());
        member.report(line -> new ProcessServerTurn(role, line, address, load, member.revoked()))
                .ifPresent(roles::addFirst);
    }

    /** Packages come from the configuration server; where there is none nobody orders anything. */
    private Optional<Pushes> pushes(ProcessServerSettings settings, Membership member) {
        return member.line(PACKAGES).map(line -> {
            roles.addFirst(line::close);
            var client = new PackageClient(line);
            return new Pushes(settings.cache().directory().resolve("packages"),
                    (wanted, to) -> client.fetch(wanted, bytes -> bytes.transferTo(to)), clock, random);
        });
    }

    private static Optional<IdentityFiles> given(Path certificate, Path key, Path authority) {
        return certificate == null ? Optional.empty() : Optional.of(new IdentityFiles(certificate, key, authority));
    }

    /** One that has no certificate gets one of the configuration server in this program, and reports to it. */
    private Membership member(Peer self, Optional<IdentityFiles> given, URI reportTo, Folder store,
            Set<BigInteger> revokedHere) throws IOException {
        if (given.isEmpty() && configurationServer.isEmpty()) {
            throw new SettingsException("'certificate', 'key' and 'authority' of the " + self.kind().word()
                    + " are missing, and this program is no configuration server that could issue them");
        }
        IdentityFiles files = given.isPresent() ? given.get() : configurationServer.orElseThrow().enrol(self);
        Optional<URI> server = reportTo == null && given.isEmpty()
                ? configurationServer.map(own -> own.address(own.port()))
                : Optional.ofNullable(reportTo);
        var member = new Membership(self, files, server, store,
                new Membership.Surroundings(revokedHere, clock, random));
        roles.addFirst(member);
        return member;
    }

    /** Where others reach a role: as it is told, or under the name of the configuration server of this program, or where it listens. */
    private URI address(URI told, boolean own, Listen listen, int port) {
        if (told != null) {
            return told;
        }
        return own
                ? configurationServer.orElseThrow().address(port)
                : URI.create(new HostAddress(listen.host(), port).url());
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
