package secondsite.server.target.rest;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import secondsite.api.client.Identity;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.target.ClockGuard;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.RetentionPolicy;
import secondsite.server.target.past.PastExports;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.PeerCheck;
import secondsite.server.web.Routes;

/** The role of a master target, running. */
public final class MasterTarget implements Closeable {

    /**
     * What the role needs of the machine; a drill brings its own.
     *
     * @param exports     the folder that the settings name
     * @param extractions the folder that the settings name
     * @param random      also for ids and the seeds of checksums
     */
    public record Machine(Folder replicas, Folder exports, Folder extractions, InstantSource clock, MonotonicTime time,
            RandomGenerator random) {

        UUID id() {
            return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | Long.MIN_VALUE);
        }
    }

    private final ReplicaStore store;
    private final PastExports exports;
    private final Extractions extractions;
    private final Keeping keeping;
    private final HttpsListener listener;

    /** @throws IOException when the replicas cannot be opened; a damaged one is no reason */
    public MasterTarget(MasterTargetSettings settings, Identity identity, PeerCheck peers, Machine machine)
            throws IOException {
        store = ReplicaStore.open(machine.replicas(), new JournalSettings(settings.replicas().segment().bytes()),
                machine.clock(),
                machine.random()::nextLong);
        try {
            exports = new PastExports(machine.exports(), settings.exports().directory(), machine.clock(),
                    NbdEvents.NONE);
            extractions = new Extractions(settings.extractions().directory(), machine.extractions(), machine::id);
            keeping = new Keeping(store, exports, policy(settings.retention()),
                    new ClockGuard(machine.replicas(), machine.clock(), machine.time()::nanos), machine.clock());
            listener = new HttpsListener(settings.listen(), identity, peers, routes(settings, machine.time()));
            keeping.start();
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static RetentionPolicy policy(MasterTargetSettings.Retention retention) {
        return new RetentionPolicy(retention.everything().duration(), retention.hourly().duration(),
                retention.daily().duration(), retention.alarm().bytes());
    }

    private Routes routes(MasterTargetSettings settings, MonotonicTime time) {
        var disks = new KeptDisks(settings.disks(), store, settings.replicas().reserve().bytes(), time);
        Routes routes = new ReceiveEndpoints(disks).addTo(new Routes());
        return new PointEndpoints(store, exports, extractions).addTo(routes);
    }

    /** The port that process servers and administrators reach. */
    public int port() {
        return listener.port();
    }

    /** Ends requests under way, exports and extractions; the replicas are durable. */
    @Override
    public void close() throws IOException {
        listener.close();
        keeping.close();
        exports.close();
        extractions.close();
        store.close();
    }
}
