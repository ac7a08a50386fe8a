package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptSecrets;
import secondsite.server.configuration.store.KeptSecrets.Kept;
import secondsite.server.configuration.store.Transaction;

/**
 * What the server must know in clear and nobody else may: passwords for other systems. In the database they are sealed. Each has a name
 * that says what it is the secret of, like {@code credential/ID}. Safe for use by several threads.
 */
@Singleton
public final class Secrets {

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private final Database database;
    private final KeptSecrets kept;
    private final SecretKeys keys;
    private final AuditLog audit;
    private final ReentrantLock changing = new ReentrantLock();

    @Inject
    public Secrets(Database database, KeptSecrets kept, SecretKeys keys, AuditLog audit) {
        this.database = database;
        this.kept = kept;
        this.keys = keys;
        this.audit = audit;
    }

    /** Keeps a secret within a change; replaces the one of that name. */
    public void keep(Transaction change, String name, String secret) {
        // Sealed within the change: while the key is changed, each secret is either sealed with the new one or still to be.
        kept.put(change, new Kept(name, keys.seal(name, secret)));
    }

    /** Forgets a secret within a change. */
    public void forget(Transaction change, String name) {
        kept.remove(change, name);
    }

    /**
     * A secret in clear; empty when there is none of this name.
     *
     * @throws IOException when there is one, but its key is gone or it was damaged; the message is for people and holds no secret
     */
    public Optional<String> reveal(String name) throws IOException {
        Optional<String> sealed = database.read(all -> kept.find(all, name));
        return sealed.isEmpty() ? Optional.empty() : Optional.of(keys.open(name, sealed.get()));
    }

    /** Copies secrets and their keys as they are at one moment: the key is not changed meanwhile. */
    public interface Copying {

        void run() throws IOException;
    }

    public void whileKeyStays(Copying copying) throws IOException {
        changing.lock();
        try {
            copying.run();
        } finally {
            changing.unlock();
        }
    }

    /** Whether a secret is there and could be told. */
    public boolean readable(String name) {
        try {
            return reveal(name).isPresent();
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Seals all secrets with a new key and destroys the one before. A crash leaves both keys, and everything readable.
     *
     * @throws IOException when the file of keys cannot be written
     */
    public void changeKey(String who) throws IOException {
        changing.lock();
        try {
            keys.add();
            database.write(change -> {
                kept.all(change).forEach(secret -> seal(change, secret));
                audit.note(change, who, "key of secrets changed", "deployment", "");
                return who;
            });
            keys.keepNewest();
        } finally {
            changing.unlock();
        }
    }

    private void seal(Transaction change, Kept secret) {
        try {
            keep(change, secret.name(), keys.open(secret.name(), secret.sealed()));
        } catch (IOException e) {
            // It stays as it is: none of the keys that are here opens it, so none is missed.
            LOG.warn("{}", e.getMessage());
        }
    }
}
