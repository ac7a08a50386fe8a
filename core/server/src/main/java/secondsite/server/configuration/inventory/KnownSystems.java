package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import secondsite.api.Json;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.MachineSystems;

/**
 * What machines are made of. Only digests are in memory: it is much, seldom asked for, and told again by each agent that starts. Safe for use by
 * several threads.
 */
@Singleton
public final class KnownSystems {

    private final Database database;
    private final MachineSystems store;
    private final Events events;
    private final Map<UUID, String> digests = new ConcurrentHashMap<>();

    @Inject
    KnownSystems(Database database, MachineSystems store, Events events) {
        this.database = database;
        this.store = store;
        this.events = events;
        digests.putAll(database.read(store::digests));
    }

    /** Takes over what the agent of a machine says; nothing is written when it says what it said before. */
    void take(KnownMachine machine, SystemFacts told) {
        byte[] facts = Json.write(told);
        String digest = digest(facts);
        UUID id = machine.id();
        if (!digest.equals(digests.get(id))) {
            Optional<SystemFacts> before = of(id);
            database.write(change -> {
                store.put(change, id, digest, new String(facts, StandardCharsets.UTF_8));
                before.ifPresent(known -> appeared(known, told)
                        .forEach(device -> events.keep(change, "device.appeared", Event.Severity.WARNING, id.toString(),
                                machine.name(), ErrorCode.DISK_NOT_CAPTURED, "the disk " + device.path() + " of "
                                        + device.size() + " bytes was not there before")));
                return id;
            });
            digests.put(id, digest);
        }
    }

    /** Disks of a machine on which its agent runs that nobody captures; a disk that was there before is no news. */
    private static List<DeviceFacts> appeared(SystemFacts before, SystemFacts now) {
        Set<String> known = before.devices().stream().map(DeviceFacts::name).collect(Collectors.toSet());
        boolean runsThere = now.devices().stream().anyMatch(device -> device.disk() != null);
        return now.devices().stream().filter(device -> runsThere && device.on().isEmpty() && device.disk() == null
                && !known.contains(device.name())).toList();
    }

    /** Empty when its agent never told. */
    public Optional<SystemFacts> of(UUID machine) {
        return digests.containsKey(machine)
                ? database.read(transaction -> store.find(transaction, machine)).map(KnownSystems::read)
                : Optional.empty();
    }

    private static SystemFacts read(String facts) {
        try {
            return Json.read(facts.getBytes(StandardCharsets.UTF_8), SystemFacts.class);
        } catch (IOException e) {
            throw new UncheckedIOException("what is kept of a machine is no longer what was written", e);
        }
    }

    private static String digest(byte[] facts) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(facts));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
