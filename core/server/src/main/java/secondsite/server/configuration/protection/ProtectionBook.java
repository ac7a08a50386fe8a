package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.api.Json;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Protections;
import secondsite.server.configuration.store.Transaction;

/**
 * All machines that are protected, in memory as in the database: what is in memory is durable. Changes come one after another. Safe for
 * use by several threads.
 */
@Singleton
public final class ProtectionBook {

    private final Database database;
    private final Protections store;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<UUID, ProtectedMachine> machines = new ConcurrentHashMap<>();
    private final Map<String, UUID> byAgent = new ConcurrentHashMap<>();
    private final Map<UUID, UUID> byDisk = new ConcurrentHashMap<>();

    @Inject
    public ProtectionBook(Database database, Protections store) {
        this.database = database;
        this.store = store;
        database.read(all -> {
            Map<UUID, List<ProtectedDisk>> disks = new HashMap<>();
            store.allPairs(all).forEach(pair -> disks.computeIfAbsent(pair.machine(), _ -> new ArrayList<>())
                    .add(disk(pair)));
            store.all(all).forEach(row -> keep(machine(row, disks.getOrDefault(row.machine(), List.of()))));
            return null;
        });
    }

    private static ProtectedDisk disk(Protections.PairRow pair) {
        return new ProtectedDisk(pair.disk(), pair.name(), pair.size(), pair.epoch(),
                ProtectedDisk.Stage.valueOf(pair.state()));
    }

    private static ProtectedMachine machine(Protections.Row row, List<ProtectedDisk> disks) {
        try {
            return new ProtectedMachine(row.machine(), row.agent(), ProtectionState.valueOf(row.state()),
                    row.since(), row.paused(), row.resyncAllowed(), row.policy(), row.processServer(),
                    row.masterTarget(), row.epoch(), row.group(),
                    Json.read(row.applications().getBytes(StandardCharsets.UTF_8), AppConsistency.class), disks,
                    new ProtectedMachine.Fence(row.fence(), row.leastEpoch()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "how applications of machine " + row.machine() + " are made quiet cannot be read", e);
        }
    }

    private static Protections.Row row(ProtectedMachine of) {
        return new Protections.Row(of.machine(), of.agent(), of.state().name(), of.since(), of.paused(),
                of.resyncAllowed(), of.policy(), of.processServer(), of.masterTarget(), of.epoch(), of.group(),
                new String(Json.write(of.applications()), StandardCharsets.UTF_8),
                of.fence().epoch(), of.fence().least());
    }

    public Optional<ProtectedMachine> find(UUID machine) {
        return Optional.ofNullable(machines.get(machine));
    }

    public Optional<ProtectedMachine> ofAgent(String agent) {
        return Optional.ofNullable(byAgent.get(agent)).flatMap(this::find);
    }

    public Optional<ProtectedMachine> ofDisk(UUID disk) {
        return Optional.ofNullable(byDisk.get(disk)).flatMap(this::find);
    }

    public Collection<ProtectedMachine> all() {
        return machines.values();
    }

    /** What is changed together. */
    public interface Work<T> {

        T in(Change change);
    }

    /** Changes machines: all of it, or after an exception nothing. Durable on return. */
    public <T> T change(Work<T> work) {
        changing.lock();
        try {
            var done = new ArrayList<Change>();
            T result = database.write(transaction -> {
                done.clear();
                done.add(new Change(transaction));
                return work.in(done.getFirst());
            });
            done.getFirst().after.forEach((id, machine) -> {
                loosen(id);
                machine.ifPresentOrElse(this::keep, () -> forget(id));
            });
            return result;
        } finally {
            changing.unlock();
        }
    }

    private void keep(ProtectedMachine machine) {
        machine.disks().forEach(disk -> byDisk.put(disk.disk(), machine.machine()));
        machines.put(machine.machine(), machine);
        byAgent.put(machine.agent(), machine.machine());
    }

    private void loosen(UUID id) {
        find(id).ifPresent(before -> {
            before.disks().forEach(disk -> byDisk.remove(disk.disk(), id));
            byAgent.remove(before.agent(), id);
        });
    }

    private void forget(UUID id) {
        ProtectedMachine before = machines.remove(id);
        if (before != null) {
            byAgent.remove(before.agent(), id);
        }
    }

    /** A change under way. */
    public final class Change {

        private final Transaction transaction;
        private final Map<UUID, Optional<ProtectedMachine>> after = new HashMap<>();

        private Change(Transaction transaction) {
            this.transaction = transaction;
        }

        /** In which others may change what belongs to it. */
        public Transaction transaction() {
            return transaction;
        }

        public Optional<ProtectedMachine> find(UUID machine) {
            return after.getOrDefault(machine, ProtectionBook.this.find(machine));
        }

        /** For a machine or a disk whose protection begins now: higher than any that the machine had before. */
        public int nextEpoch(UUID machine) {
            return store.nextEpoch(transaction, machine);
        }

        /** Adds a machine, or replaces what it was. */
        public void put(ProtectedMachine machine) {
            Optional<ProtectedMachine> before = find(machine.machine());
            if (before.isEmpty()) {
                store.add(transaction, row(machine));
            } else if (!row(before.get()).equals(row(machine))) {
                store.set(transaction, row(machine));
            }
            putDisks(before.map(ProtectedMachine::disks).orElse(List.of()), machine);
            after.put(machine.machine(), Optional.of(machine));
        }

        private void putDisks(List<ProtectedDisk> before, ProtectedMachine machine) {
            for (ProtectedDisk disk : before) {
                if (machine.disk(disk.disk()).isEmpty()) {
                    store.removePair(transaction, disk.disk());
                }
            }
            for (ProtectedDisk disk : machine.disks()) {
                Optional<ProtectedDisk> known = before.stream().filter(old -> old.disk().equals(disk.disk()))
                        .findFirst();
                if (known.isEmpty()) {
                    store.addPair(transaction, new Protections.PairRow(disk.disk(), machine.machine(), disk.name(),
                            disk.size(), disk.stage().name(), disk.epoch()));
                } else if (known.get().stage() != disk.stage() || known.get().epoch() != disk.epoch()
                        || known.get().size() != disk.size()) {
                    store.setPair(transaction, disk.disk(), disk.size(), disk.stage().name(), disk.epoch());
                }
            }
        }

        public void remove(UUID machine) {
            store.remove(transaction, machine);
            after.put(machine, Optional.empty());
        }
    }
}
