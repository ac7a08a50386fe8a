package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.installation.KnownHostKey;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.MachineKeys;
import secondsite.server.web.ProblemException;

/** By which key of its SSH server a machine is known. One that was believed once has to be shown from then on. */
@Singleton
public final class HostKeyBook {

    private final Database database;
    private final MachineKeys keys;
    private final AuditLog audit;
    private final InstantSource clock;

    @Inject
    HostKeyBook(Database database, MachineKeys keys, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /** By address. */
    public List<KnownHostKey> all() {
        return database.read(keys::all);
    }

    /** The fingerprint by which it is known. */
    Optional<String> known(String address, int port) {
        return database.read(all -> keys.find(all, address, port)).map(KnownHostKey::fingerprint);
    }

    /** This one is believed from now on. */
    void keep(String address, int port, String fingerprint, String who) {
        database.write(change -> {
            Optional<String> before = keys.find(change, address, port).map(KnownHostKey::fingerprint);
            if (!before.equals(Optional.of(fingerprint))) {
                keys.put(change, new KnownHostKey(UUID.randomUUID(), address, port, fingerprint,
                        clock.instant().truncatedTo(ChronoUnit.MICROS), who));
                audit.note(change, who, "host key trusted", address + ":" + port,
                        fingerprint + before.map(old -> ", before " + old).orElse(""));
            }
            return fingerprint;
        });
    }

    /** The machine is unknown again. */
    public void forget(UUID id, String who) {
        database.write(change -> {
            KnownHostKey before = keys.remove(change, id)
                    .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no host key " + id));
            audit.note(change, who, "host key forgotten", before.address() + ":" + before.port(),
                    before.fingerprint());
            return before;
        });
    }
}
