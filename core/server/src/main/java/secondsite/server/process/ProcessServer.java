package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import secondsite.api.client.TlsIdentity;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.ShippingSettings;
import secondsite.server.settings.ProcessServerSettings;
import secondsite.server.settings.ProcessServerSettings.Pair;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.PeerCheck;

/** The role of a process server, running. */
public final class ProcessServer implements Closeable {

    /** What the role needs of the machine; a drill brings its own. */
    public record Machine(Folder cache, InstantSource clock, MonotonicTime time, RandomGenerator random) {}

    private static final String LOCK = "in-use";

    private final Map<URI, Target> targets = new HashMap<>();
    private final Map<UUID, GatewayDisk> disks = new LinkedHashMap<>();
    private final Bandwidth bandwidth;
    private final Closeable lock;
    private final HttpsListener listener;

    /** @throws IOException when another process uses the cache, or it cannot be opened */
    public ProcessServer(ProcessServerSettings settings, TlsIdentity identity, PeerCheck peers, Machine machine)
            throws IOException {
        bandwidth = new Bandwidth(settings.bandwidth().bytes());
        lock = machine.cache().lock(LOCK);
        try {
            listener = start(settings, identity, peers, machine);
            disks.values().forEach(GatewayDisk::resume);
        } catch (IOException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    private HttpsListener start(ProcessServerSettings settings, TlsIdentity identity, PeerCheck peers, Machine machine)
            throws IOException {
        var surroundings = new CacheOfDisk.Surroundings(bandwidth, ShippingSettings.DEFAULTS.unpacked(),
                machine.clock(),
                machine.time(), machine.random());
        var ways = new HashMap<UUID, Target>();
        for (Pair pair : settings.disks()) {
            Target target = targets.computeIfAbsent(pair.target(), address -> new Target(address, identity));
            ways.put(pair.id(), target);
            disks.put(pair.id(), disk(pair, settings.cache(), target, machine, surroundings));
        }
        // The folders themselves must outlive a loss of power before anything in them is acknowledged.
        machine.cache().force();
        var pairs = new Pairs(settings.disks());
        return new HttpsListener(settings.listen(), identity, peers,
                new GatewayEndpoints(pairs, disks).and(new RelayEndpoints(pairs, ways)));
    }

    private static GatewayDisk disk(Pair pair, ProcessServerSettings.Cache cache, Target target, Machine machine,
            CacheOfDisk.Surroundings surroundings) throws IOException {
        var limits = new GatewayDisk.CacheLimits(cache.limit().bytes(), cache.reserve().bytes());
        var folder = new CacheFolder(machine.cache().folder(pair.id().toString()),
                new JournalIdentity(pair.id(), pair.size().bytes()), limits.journal(cache.segment().bytes()),
                machine.clock());
        return new GatewayDisk(folder, target.receiver(pair.id()), surroundings, limits);
    }

    /** The port that agents reach. */
    public int port() {
        return listener.port();
    }

    /** The limit on what goes to the targets; it may be changed at any time. */
    public Bandwidth bandwidth() {
        return bandwidth;
    }

    /** Ends requests under way, then shipping; what was received stays in the cache. */
    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }

    private void closeAll() throws IOException {
        disks.values().forEach(GatewayDisk::close);
        targets.values().forEach(Target::close);
        lock.close();
    }
}
