package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Disks;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.configuration.store.Machines;
import secondsite.server.configuration.store.Machines.Machine;
import secondsite.server.configuration.store.Nics;
import secondsite.server.configuration.store.Nics.Nic;
import secondsite.server.configuration.store.Servers;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.Peer;

/**
 * The machines and servers there are. All of it is in memory too, because it is asked for with every report; so nobody else changes
 * these tables. Safe for use by several threads.
 */
@Singleton
public final class Inventory {

    /** Where it is kept. */
    public record Stores(Machines machines, Disks disks, Nics nics, Servers servers) {

        @Inject
        public Stores {
        }
    }

    /** The order of names, and which of them are the same: none but equal ones. */
    static final Comparator<String> BY_NAME = String.CASE_INSENSITIVE_ORDER
            .thenComparing(Comparator.naturalOrder());

    private final Database database;
    private final Stores stores;
    private final Map<UUID, KnownMachine> machines = new ConcurrentHashMap<>();
    private final Map<String, KnownMachine> byAgent = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<String, KnownMachine> byName = new ConcurrentSkipListMap<>(BY_NAME);
    private final Map<UUID, KnownMachine> byDisk = new ConcurrentHashMap<>();
    private final Map<Servers.Key, Server> servers = new ConcurrentSkipListMap<>(
            Comparator.comparing(Servers.Key::kind).thenComparing(Servers.Key::name, BY_NAME));
    /** So that memory follows the database in the order of the changes. */
    private final ReentrantLock changing = new ReentrantLock();

    @Inject
    public Inventory(Database database, Stores stores) {
        this.database = database;
        this.stores = stores;
        database.read(all -> {
            Map<UUID, List<Disk>> disks = grouped(stores.disks().all(all), Disk::machine);
            Map<UUID, List<Nic>> nics = grouped(stores.nics().all(all), Nic::machine);
            for (Machine machine : stores.machines().all(all)) {
                put(new KnownMachine(machine, disks.getOrDefault(machine.id(), List.of()),
                        nics.getOrDefault(machine.id(), List.of())));
            }
            stores.servers().all(all).forEach(server -> servers.put(server.key(), server));
            return all;
        });
    }

    private static <T> Map<UUID, List<T>> grouped(List<T> all, Function<T, UUID> machine) {
        return all.stream().collect(Collectors.groupingBy(machine));
    }

    public Optional<KnownMachine> machine(UUID id) {
        return Optional.ofNullable(machines.get(id));
    }

    /** The machine of the agent of this name. */
    public Optional<KnownMachine> machineOfAgent(String agent) {
        return Optional.ofNullable(byAgent.get(agent));
    }

    public Optional<KnownMachine> machineNamed(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The machine that has this disk, or had it last. */
    public Optional<KnownMachine> machineOfDisk(UUID disk) {
        return Optional.ofNullable(byDisk.get(disk));
    }

    /** All machines, by name. */
    public Collection<KnownMachine> machines() {
        return byName.values();
    }

    /** The machines behind this name in the order of names. */
    Collection<KnownMachine> machinesAfter(String name) {
        return byName.tailMap(name, false).values();
    }

    /** How many machines there are. */
    public int size() {
        return machines.size();
    }

    public Optional<Disk> disk(UUID id) {
        return machineOfDisk(id).flatMap(machine -> machine.disk(id));
    }

    /** By name, those that are gone too; empty when there is no such machine. */
    public List<Disk> disks(UUID machine) {
        return machine(machine).map(KnownMachine::disks).orElse(List.of());
    }

    /** @param kind process server or master target */
    public Optional<Server> server(Peer.Kind kind, String name) {
        return Optional.ofNullable(servers.get(new Servers.Key(kind.word(), name)));
    }

    /** All of a kind, by name. */
    public List<Server> servers(Peer.Kind kind) {
        return servers.values().stream().filter(server -> server.key().kind().equals(kind.word())).toList();
    }

    /** All servers, by kind and name. */
    public List<Server> servers() {
        return List.copyOf(servers.values());
    }

    /**
     * Changes what is kept of a machine, or adds it. No other changes are under way meanwhile.
     *
     * @param change what is done; gives the machine's id
     */
    KnownMachine changeMachine(Function<Transaction, UUID> change) {
        return change(transaction -> {
            UUID id = change.apply(transaction);
            return new KnownMachine(stores.machines().find(transaction, id).orElseThrow(),
                    stores.disks().of(transaction, id), stores.nics().of(transaction, id));
        }, now -> {
            KnownMachine before = machines.get(now.id());
            put(now);
            if (before != null) {
                forget(before, Optional.of(now));
            }
        });
    }

    /** Removes a machine with its disks and NICs. */
    void removeMachine(UUID id, Consumer<Transaction> alongside) {
        change(transaction -> {
            alongside.accept(transaction);
            stores.machines().remove(transaction, id);
            return Optional.ofNullable(machines.get(id));
        }, before -> before.ifPresent(machine -> forget(machine, Optional.empty())));
    }

    /** Changes what is kept of a server, or adds it. */
    void changeServer(Servers.Key key, Consumer<Transaction> change) {
        change(transaction -> {
            change.accept(transaction);
            return stores.servers().find(transaction, key);
        }, now -> now.ifPresentOrElse(server -> servers.put(key, server), () -> servers.remove(key)));
    }

    private <T> T change(Function<Transaction, T> work, Consumer<T> publish) {
        changing.lock();
        try {
            T now = database.write(work::apply);
            publish.accept(now);
            return now;
        } finally {
            changing.unlock();
        }
    }

    private void put(KnownMachine machine) {
        machine.disks().forEach(disk -> byDisk.put(disk.id(), machine));
        byName.put(machine.name(), machine);
        byAgent.put(machine.machine().agent(), machine);
        machines.put(machine.id(), machine);
    }

    /** Whoever reads meanwhile finds a machine that stays under what it keeps all the time. */
    private void forget(KnownMachine before, Optional<KnownMachine> now) {
        if (now.isEmpty()) {
            machines.remove(before.id());
        }
        if (!now.map(machine -> machine.machine().agent()).equals(Optional.of(before.machine().agent()))) {
            byAgent.remove(before.machine().agent());
        }
        if (!now.map(KnownMachine::name).equals(Optional.of(before.name()))) {
            byName.remove(before.name());
        }
        before.disks().stream().map(Disk::id).filter(disk -> now.flatMap(machine -> machine.disk(disk)).isEmpty())
                .forEach(byDisk::remove);
    }

    Stores stores() {
        return stores;
    }
}
