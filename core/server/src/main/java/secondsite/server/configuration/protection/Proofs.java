package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.machine.DiskVerification;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Verifications;
import secondsite.server.configuration.store.Verifications.Outcome;

/** When disks were last compared with their replicas, and what came of it. Safe for use by several threads. */
@Singleton
public final class Proofs {

    private static final int MOST = 1000;

    private final Database database;
    private final Verifications store;
    private final InstantSource clock;
    private final Map<UUID, Outcome> newest = new ConcurrentHashMap<>();

    @Inject
    public Proofs(Database database, Verifications store, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        database.read(store::newest).forEach(outcome -> newest.put(outcome.disk(), outcome));
    }

    /** An agent tells of a verification; again and again of the same one. */
    void heard(UUID disk, DiskVerification verified) {
        Outcome known = newest.get(disk);
        if (known != null && !verified.ended().isAfter(known.ended())) {
            return;
        }
        var outcome = new Outcome(disk, verified.ended(), clock.instant(), verified.comparedBytes(),
                verified.differentBytes(),
                verified.sequence());
        database.write(change -> {
            store.add(change, outcome);
            return null;
        });
        newest.put(disk, outcome);
    }

    /** A protection of this disk begins: what was found in an earlier one says nothing of it. */
    void forget(ProtectionBook.Change change, UUID disk) {
        store.remove(change.transaction(), disk);
        newest.remove(disk);
    }

    public Optional<Outcome> newest(UUID disk) {
        return Optional.ofNullable(newest.get(disk));
    }

    /** What came of comparing a disk, then or later by its agent's clock; the oldest first. */
    public List<Outcome> from(UUID disk, Instant time) {
        return database.read(read -> store.from(read, disk, time, MOST));
    }

    /** When all disks of a machine were found equal, each at its last verification; empty when one was not. */
    public Optional<Instant> equalSince(ProtectedMachine machine) {
        Instant oldest = Instant.MAX;
        for (ProtectedDisk disk : machine.disks()) {
            Outcome outcome = newest.get(disk.disk());
            if (outcome == null || outcome.different() > 0) {
                return Optional.empty();
            }
            oldest = outcome.ended().isBefore(oldest) ? outcome.ended() : oldest;
        }
        return machine.disks().isEmpty() ? Optional.empty() : Optional.of(oldest);
    }
}
