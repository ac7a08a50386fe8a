package secondsite.server.target.rest;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import secondsite.api.client.Identity;
import secondsite.api.policy.Retention;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.target.ClockGuard;
import secondsite.server.target.ReplicaIdentity;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.RetentionPolicy;
import secondsite.server.target.keeping.AssignedDisks;
import secondsite.server.target.keeping.Backups;
import secondsite.server.target.keeping.Deletions;
import secondsite.server.target.keeping.KeptExports;
import secondsite.server.target.keeping.Retentions;
import secondsite.server.target.past.PastExports;
import secondsite.server.web.FreeSpace;
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
    private final KeptExports keptExports;
    private final Extractions extractions;
    private final Keeping keeping;
    private final Backups backups;
    private final long reserve;
    private final InstantSource clock;
    private final ClockGuard guard;
    private final AssignedDisks assigned;
    private final KeptDisks disks;
    private final Seeds seeds;
    private final RetentionPolicy retention;
    private final Deletions deletions;
    private final Condition condition;
    private final ReentrantLock assigning = new ReentrantLock();
    private final HttpsListener listener;

    /** What else is answered at this target's port, and may look at what is kept for machines. */
    @FunctionalInterface
    public interface Beside {
        void addTo(Routes routes, KeptExports exports);
    }

    /** One that answers nothing else. */
    public MasterTarget(MasterTargetSettings settings, Identity identity, PeerCheck peers, Machine machine)
            throws IOException {
        this(settings, identity, peers, machine, (_, _) -> {
        });
    }

    /** @throws IOException when the replicas cannot be opened; a damaged one is no reason */
    public MasterTarget(MasterTargetSettings settings, Identity identity, PeerCheck peers, Machine machine,
            Beside beside) throws IOException {
        store = ReplicaStore.open(machine.replicas(), new JournalSettings(settings.replicas().segment().bytes()),
                machine.clock(),
                machine.random()::nextLong);
        clock = machine.clock();
        try {
            guard = new ClockGuard(machine.replicas(), machine.clock(), machine.time()::nanos);
            assigned = new AssignedDisks(machine.replicas());
            disks = keptDisks(settings, machine.time());
            retention = policy(settings.retention());
            deletions = new Deletions(machine.replicas(), new Deletions.Surroundings(store, guard, clock,
                    disk -> disks.contains(disk) || assigned.lost(), settings.quarantine().duration(), machine::id));
            reserve = settings.replicas().reserve().bytes();
            seeds = new Seeds(new SeedFolders(settings.seeds()), store, assigned,
                    new FreeSpace(store.place(), reserve, store::freeBytes));
            List<MasterTargetAssignment.KeptDisk> kept = assigned.current().map(MasterTargetAssignment::disks)
                    .orElse(List.of());
            seeds.assign(kept);
            disks.assign(kept);
            wantAgain();
            keptExports = new KeptExports(store, deletions, settings.exports().directory(), machine.clock(),
                    NbdEvents.NONE);
            condition = new Condition(store, assigned, disks, seeds, keptExports);
            exports = new PastExports(machine.exports(), settings.exports().directory(), machine.clock(),
                    NbdEvents.NONE);
            extractions = new Extractions(settings.extractions().directory(), machine.extractions(), machine::id);
            backups = new Backups(machine.replicas().folder(ReplicaStore.BACKUPS), settings.backups().keep(), clock);
            keeping = new Keeping(store, new Keeping.Served(exports, keptExports), deletions, this::wantAgain,
                    this::inForce,
                    guard, clock);
            listener = listener(settings, identity, peers, beside);
            keeping.start();
            seeds.start();
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static RetentionPolicy policy(MasterTargetSettings.Retention retention) {
        return new RetentionPolicy(retention.everything().duration(), retention.hourly().duration(),
                retention.daily().duration(), retention.alarm().bytes());
    }

    private KeptDisks keptDisks(MasterTargetSettings settings, MonotonicTime time) {
        var presence = new Presence(store, assigned);
        long reserve = settings.replicas().reserve().bytes();
        return new KeptDisks(settings.disks(), of -> new KeptDisk(store, of, reserve, time, presence), this::size);
    }

    private long size(UUID disk) {
        return store.identity(disk).map(ReplicaIdentity::size).orElse(-1L);
    }

    private HttpsListener listener(MasterTargetSettings settings, Identity identity, PeerCheck peers, Beside beside)
            throws IOException {
        try {
            Routes routes = routes();
            beside.addTo(routes, keptExports);
            return new HttpsListener(settings.listen(), identity, peers, routes);
        } catch (RuntimeException e) {
            keptExports.close();
            throw e;
        }
    }

    private Routes routes() {
        Routes routes = new ReceiveEndpoints(disks).addTo(new Routes());
        new PointEndpoints(store, exports, extractions, deletions).addTo(routes);
        new KeptExportEndpoints(store, keptExports).addTo(routes);
        new PinEndpoints(store, deletions).addTo(routes);
        new DeletionEndpoints(deletions, guard, clock).addTo(routes);
        return new BackupEndpoints(backups, new FreeSpace(store.place(), reserve, store::freeBytes)).addTo(routes);
    }

    /** What an assigned disk is to keep; again at each round, for a shorter retention does not begin while the clock is in doubt. */
    private void wantAgain() throws IOException {
        assigning.lock();
        try {
            want(assigned.current().map(MasterTargetAssignment::disks).orElse(List.of()));
        } finally {
            assigning.unlock();
        }
    }

    private void want(List<MasterTargetAssignment.KeptDisk> kept) throws IOException {
        Set<UUID> there = store.disks();
        Map<UUID, Retention> wanted = new HashMap<>();
        kept.stream().filter(disk -> KeptDisks.possible(disk.retention()))
                .forEach(disk -> wanted.put(disk.disk(), disk.retention()));
        deletions.want(wanted, disk -> there.contains(disk) ? Retentions.retention(retention) : null);
    }

    /** The alarm is that of the settings for all. */
    private RetentionPolicy inForce(UUID disk) {
        return deletions.inForce(disk).map(policy -> new RetentionPolicy(policy.continuous(), policy.hourlyUntil(),
                policy.dailyUntil(), retention.alarmBytes())).orElse(retention);
    }

    /** Does at once what is done every minute by itself; for tests whose clock they move. */
    public void round() {
        keeping.round();
    }

    /**
     * Does from now on what the configuration server assigns, also after a restart. A disk for which that is not possible has a problem in
     * the next {@link #report}; the others are not held up by it. May be called by any thread.
     *
     * @throws IOException when it cannot be kept durably; then everything stays as it was
     * @throws IllegalArgumentException when it is no assignment: it names a disk twice, or nothing where something must be
     */
    public void assign(MasterTargetAssignment assignment) throws IOException {
        checkWhole(assignment);
        assigning.lock();
        try {
            want(assignment.disks());
            assigned.take(assignment, store.disks());
            seeds.assign(assignment.disks());
            disks.assign(assignment.disks());
            seeds.look();
        } finally {
            assigning.unlock();
        }
    }

    private static void checkWhole(MasterTargetAssignment assignment) {
        Set<UUID> seen = new HashSet<>();
        for (MasterTargetAssignment.KeptDisk kept : assignment.disks()) {
            if (kept.disk() == null || !seen.add(kept.disk())) {
                throw new IllegalArgumentException("the assignment names disk " + kept.disk() + " twice, or no disk");
            }
        }
        if (assignment.digest() == null) {
            throw new IllegalArgumentException("the assignment has no digest");
        }
    }

    /**
     * How this target stands now.
     *
     * @param address where process servers and the configuration server reach this target
     * @param load    of the machine, and how much room is left where the replicas lie
     */
    public MasterTargetReport report(String version, URI address, ServerLoad load) throws IOException {
        return new MasterTargetReport(version, clock.instant(), address,
                assigned.current().map(MasterTargetAssignment::digest).orElse(null), load, guard.check().orElse(null),
                condition.disks());
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
        seeds.close();
        exports.close();
        keptExports.close();
        extractions.close();
        store.close();
    }
}
