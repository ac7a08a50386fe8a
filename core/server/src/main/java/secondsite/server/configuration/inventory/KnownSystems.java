package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.Json;
import secondsite.api.machine.SystemFacts;
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
    private final Map<UUID, String> digests = new ConcurrentHashMap<>();

    @Inject
    KnownSystems(Database database, MachineSystems store) {
        this.database = database;
        this.store = store;
        digests.putAll(database.read(store::digests));
    }

    /** Takes over what the agent of a machine says; nothing is written when it says what it said before. */
    void take(UUID machine, SystemFacts told) {
        byte[] facts = Json.write(told);
        String digest = digest(facts);
        if (!digest.equals(digests.get(machine))) {
            database.write(change -> {
                store.put(change, machine, digest, new String(facts, StandardCharsets.UTF_8));
                return machine;
            });
            digests.put(machine, digest);
        }
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
