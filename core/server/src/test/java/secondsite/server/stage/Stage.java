package secondsite.server.stage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import secondsite.api.client.Connection;
import secondsite.api.client.PointClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.process.ProcessServer;
import secondsite.server.settings.Listen;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.settings.ProcessServerSettings;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.target.rest.MasterTarget;
import secondsite.server.web.Identities;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;

/** A process server and a master target over real HTTPS, on machines in memory that can be killed, lose power and run full. */
public final class Stage implements AutoCloseable {

    public static final long DISK_BYTES = 4 << 20;

    public final Identities identities = new Identities();
    public final UUID disk = UUID.randomUUID();
    public final SimulatedFolder cacheFolder = SimulatedFolder.named("cache");
    public final SimulatedFolder replicaFolder = SimulatedFolder.named("replicas");
    public long cacheLimit = 64 << 20;
    public long reserve;
    public long bandwidth;
    /** The target's disks are not in its settings. */
    public boolean managed;
    /** Folders that the target's settings name. */
    public List<Path> seeds = List.of();
    /** The target's clocks. */
    public InstantSource clock = InstantSource.system();
    public MonotonicTime targetTime = MonotonicTime.SYSTEM;
    /** What else the target answers. */
    public MasterTarget.Beside beside = (_, _) -> {
    };
    public MonotonicTime time = MonotonicTime.SYSTEM;
    private final Path directory;
    private final TlsIdentity gatewayIdentity = identities.server(Peer.Kind.PROCESS_SERVER, "gateway");
    private final TlsIdentity targetIdentity = identities.server(Peer.Kind.MASTER_TARGET, "keeper");
    private ProcessServer gateway;
    private MasterTarget target;
    private AtomicBoolean gatewayDead;
    private AtomicBoolean targetDead;
    private int gatewayPort;
    private int targetPort;

    /** @param directory an empty directory of this machine for sockets */
    public Stage(Path directory) {
        this.directory = directory;
    }

    public Stage start() throws IOException {
        startTarget();
        startGateway();
        return this;
    }

    public void startTarget() throws IOException {
        var settings = new MasterTargetSettings("keeper", Path.of("unused"), Path.of("unused"), Path.of("unused"),
                listen(targetPort), null, null,
                new MasterTargetSettings.Replicas(Path.of("unused"), new Size(1 << 20), new Size(reserve)),
                new MasterTargetSettings.Exports(directory.resolve("exports")),
                new MasterTargetSettings.Extractions(directory.resolve("extractions")),
                new MasterTargetSettings.Backups(3),
                new MasterTargetSettings.Retention(Span.parse("1 d"), Span.parse("3 d"), Span.parse("14 d"),
                        new Size(0)),
                Span.parse("14 d"), managed
                        ? List.of()
                        : List.of(new MasterTargetSettings.Kept(disk, "machine", "root", new Size(DISK_BYTES),
                                "gateway")),
                null, seeds);
        target = new MasterTarget(settings, targetIdentity, peers(),
                new MasterTarget.Machine(new MortalFolder(replicaFolder, targetDead = new AtomicBoolean()),
                        DirectoryFolder.at(directory.resolve("exports")),
                        DirectoryFolder.at(directory.resolve("extractions")),
                        clock, targetTime, new Random()),
                beside);
        targetPort = target.port();
    }

    public void startGateway() throws IOException {
        var settings = new ProcessServerSettings("gateway", Path.of("unused"), Path.of("unused"), Path.of("unused"),
                listen(gatewayPort), null, null,
                new ProcessServerSettings.Cache(Path.of("unused"), new Size(cacheLimit), new Size(1 << 20),
                        new Size(reserve)),
                new Size(bandwidth),
                List.of(new ProcessServerSettings.Pair(disk, "machine", new Size(DISK_BYTES), targetUri())));
        gateway = new ProcessServer(settings, gatewayIdentity, peers(),
                new ProcessServer.Machine(new MortalFolder(cacheFolder, gatewayDead = new AtomicBoolean()),
                        Instant::now, time, new Random()));
        gatewayPort = gateway.port();
    }

    private static Listen listen(int port) {
        return new Listen("127.0.0.1", port, 500, new Size(64 << 20));
    }

    private static PeerCheck peers() {
        return new PeerCheck(_ -> false, InstantSource.system());
    }

    public URI gatewayUri() {
        return URI.create("https://127.0.0.1:" + gatewayPort);
    }

    public URI targetUri() {
        return URI.create("https://127.0.0.1:" + targetPort);
    }

    /** The machine of the process server dies: by the end of its process, or by a loss of power when there is a random to it. */
    public void killGateway(Random powerLoss) throws IOException {
        gatewayDead.set(true);
        die(cacheFolder, powerLoss);
        closeQuietly(gateway);
    }

    public void killTarget(Random powerLoss) throws IOException {
        targetDead.set(true);
        die(replicaFolder, powerLoss);
        closeQuietly(target);
    }

    private static void die(SimulatedFolder folder, Random powerLoss) {
        if (powerLoss == null) {
            folder.endProcess();
        } else {
            folder.losePower(powerLoss);
        }
    }

    /** Whose files are gone cannot end cleanly, and need not. */
    private static void closeQuietly(AutoCloseable role) throws IOException {
        try {
            role.close();
        } catch (Exception e) {
            // The machine is dead already.
        }
    }

    public void stopGateway() throws IOException {
        gateway.close();
    }

    public void stopTarget() throws IOException {
        target.close();
    }

    public MasterTarget target() {
        return target;
    }

    public ProcessServer gateway() {
        return gateway;
    }

    public Connection connect(URI server, Peer.Kind kind, String id) {
        return new Connection(server, identities.client(kind, id),
                new Connection.Patience(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60)));
    }

    public TransferClient agent() {
        return new TransferClient(connect(gatewayUri(), Peer.Kind.AGENT, "machine"));
    }

    public PointClient administrator() {
        return new PointClient(connect(targetUri(), Peer.Kind.ADMINISTRATOR, "anna"));
    }

    public PointClient gatewayAdministrator() {
        return new PointClient(connect(gatewayUri(), Peer.Kind.ADMINISTRATOR, "anna"));
    }

    @Override
    public void close() throws IOException {
        if (gateway != null) {
            closeQuietly(gateway);
        }
        if (target != null) {
            closeQuietly(target);
        }
    }
}
