package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Machines;
import secondsite.server.configuration.store.Servers;

/** Writes down now and then when programs reported, all of them at once: a write for each report would be too many. */
@Singleton
final class LastSeen {

    private static final Duration ROUND = Duration.ofMinutes(5);

    private final Database database;
    private final Machines machines;
    private final Servers servers;
    private final InstantSource clock;
    private final Map<UUID, Instant> ofMachines = new ConcurrentHashMap<>();
    private final Map<Servers.Key, Instant> ofServers = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> written;

    @Inject
    LastSeen(Database database, Machines machines, Servers servers, InstantSource clock) {
        this.database = database;
        this.machines = machines;
        this.servers = servers;
        this.clock = clock;
        this.written = new AtomicReference<>(clock.instant());
    }

    /** The agent of this machine reports now. */
    void machine(UUID id) {
        ofMachines.put(id, clock.instant());
        writeWhenDue();
    }

    void server(Servers.Key key) {
        ofServers.put(key, clock.instant());
        writeWhenDue();
    }

    private void writeWhenDue() {
        Instant now = clock.instant();
        Instant before = written.get();
        if (Duration.between(before, now).abs().compareTo(ROUND) >= 0 && written.compareAndSet(before, now)) {
            Map<UUID, Instant> machineTimes = taken(ofMachines);
            Map<Servers.Key, Instant> serverTimes = taken(ofServers);
            database.write(change -> {
                machines.seen(change, machineTimes);
                servers.seen(change, serverTimes);
                return now;
            });
        }
    }

    private static <K> Map<K, Instant> taken(Map<K, Instant> times) {
        var taken = new HashMap<>(times);
        taken.forEach(times::remove);
        return taken;
    }
}
