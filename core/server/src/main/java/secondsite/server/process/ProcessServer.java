package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import secondsite.api.client.Identity;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.api.site.ProcessServerAssignment.Pair;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.engine.file.Folder;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.ShippingSettings;
import secondsite.server.process.push.PushEndpoints;
import secondsite.server.process.push.Pushes;
import secondsite.server.reporting.KeptRecord;
import secondsite.server.settings.ProcessServerSettings;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.PeerCheck;
import secondsite.server.web.Routes;

/**
 * The role of a process server, running. What a configuration server assigns is kept in the folder of the caches, and goes on after a
 * restart without that server.
 */
public final class ProcessServer implements Closeable {

    /** What the role needs of the machine; a drill brings its own. */
    public record Machine(Folder cache, InstantSource clock, MonotonicTime time, RandomGenerator random) {}

    private static final String LOCK = "in-use";
    private static final String ASSIGNED = "assigned";
    private static final String ASSIGNED_TITLE = "secondsite process server assignment 1";

    private final Bandwidth bandwidth;
    private final BandwidthHours hours;
    private final InstantSource clock;
    private final GatewayPairs pairs;
    private final Rounds rounds;
    private final Closeable lock;
    private final HttpsListener listener;
    private final Optional<Pushes> pushes;

    /** Of a role that installs no agents. @throws IOException when another process uses the cache, or it cannot be opened */
    public ProcessServer(ProcessServerSettings settings, Identity identity, PeerCheck peers, Machine machine)
            throws IOException {
        this(settings, identity, peers, machine, Optional.empty());
    }

    /**
     * The role, running.
     *
     * @param pushes installs agents, and is closed with the role; empty where nobody could order that
     * @throws IOException when another process uses the cache, or it cannot be opened
     */
    public ProcessServer(ProcessServerSettings settings, Identity identity, PeerCheck peers, Machine machine,
            Optional<Pushes> pushes) throws IOException {
        this.pushes = pushes;
        clock = machine.clock();
        bandwidth = new Bandwidth(settings.bandwidth().bytes());
        hours = new BandwidthHours(bandwidth, settings.bandwidth().bytes(), clock);
        lock = machine.cache().lock(LOCK);
        pairs = pairs(settings, identity, machine);
        rounds = new Rounds(hours::look, pairs::look);
        try {
            pairs.start();
            pairs.bandwidth().ifPresent(hours::follow);
            var senders = new Senders(pairs);
            Routes routes = new GatewayEndpoints(senders, pairs).and(new RelayEndpoints(senders));
            pushes.ifPresent(all -> new PushEndpoints(all).addTo(routes));
            listener = new HttpsListener(settings.listen(), identity, peers, routes);
            rounds.start();
        } catch (IOException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    private GatewayPairs pairs(ProcessServerSettings settings, Identity identity, Machine machine) {
        var surroundings = new CacheOfDisk.Surroundings(bandwidth, ShippingSettings.DEFAULTS, machine.clock(),
                machine.time(), machine.random());
        return new GatewayPairs(configured(settings), new Caches(machine.cache(), settings.cache(), surroundings),
                new Targets(identity), new KeptRecord<>(machine.cache(), ASSIGNED, ASSIGNED_TITLE, Assigned.class),
                clock);
    }

    private static List<Pair> configured(ProcessServerSettings settings) {
        return settings.disks().stream()
                .map(pair -> new Pair(pair.id(), pair.agent(), pair.size().bytes(), pair.target(), false)).toList();
    }

    /**
     * Does from now on what is assigned, beside what the configuration's file says. Pairs come, change and go while others are received;
     * of those that go, what the cache holds is still shipped. Durable on return.
     *
     * @throws IOException              when it could not be carried out, or only in parts: to be assigned again
     * @throws IllegalArgumentException when it makes no sense; nothing is changed then
     */
    public void assign(ProcessServerAssignment assignment) throws IOException {
        pairs.assign(assignment);
        hours.follow(assignment.bandwidth());
    }

    /**
     * What a configuration server is told.
     *
     * @param address where agents reach this server
     */
    public ProcessServerReport report(String version, URI address, ServerLoad load) {
        return new ProcessServerReport(version, clock.instant(), address, pairs.applied().orElse(null), load,
                pairs.statuses());
    }

    /** The port that agents reach. */
    public int port() {
        return listener.port();
    }

    /** The limit on what goes to the targets; it may be changed at any time, and is by an assigned schedule. */
    public Bandwidth bandwidth() {
        return bandwidth;
    }

    /** Ends requests under way, then shipping; what was received stays in the cache. */
    @Override
    public void close() throws IOException {
        listener.close();
        pushes.ifPresent(Pushes::close);
        closeAll();
    }

    private void closeAll() throws IOException {
        rounds.close();
        pairs.close();
        lock.close();
    }
}
