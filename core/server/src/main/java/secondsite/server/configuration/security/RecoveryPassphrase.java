package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Settings;

/** The words with which backups are opened. What is kept of them is the key that they make, sealed. */
@Singleton
public final class RecoveryPassphrase {

    private static final String SECRET = "backup/recovery-key";
    /** Set once it was made: where the secret is lost nobody makes another one without being told. */
    private static final String MADE = "recovery-passphrase.made";
    private static final int GROUPS = 6;

    private final Database database;
    private final Settings settings;
    private final Secrets secrets;
    private final AuditLog audit;
    private final SecureRandom random;

    @Inject
    public RecoveryPassphrase(Database database, Settings settings, Secrets secrets, AuditLog audit,
            SecureRandom random) {
        this.database = database;
        this.settings = settings;
        this.secrets = secrets;
        this.audit = audit;
        this.random = random;
    }

    /** Makes it if there is none yet. @return the words, which nobody learns again; empty when there were some before */
    public Optional<String> make() {
        return settings.find(MADE).isPresent() ? Optional.empty() : Optional.of(renew("first start"));
    }

    /** Makes another one, for backups from now on; those that are there still open with the one before. */
    public String renew(String who) {
        String words = Words.random(GROUPS, random);
        RecoveryKey key = RecoveryKey.of(SlowHash.of(Words.plain(words), random));
        return database.write(change -> {
            secrets.keep(change, SECRET, key.hash());
            settings.put(change, MADE, "yes");
            audit.note(change, who, "recovery passphrase changed", "deployment", "");
            return words;
        });
    }

    /** @throws IOException when it cannot be read, so that another passphrase has to be made */
    public RecoveryKey key() throws IOException {
        return secrets.reveal(SECRET).map(RecoveryKey::of).orElseThrow(
                () -> new IOException("there is no recovery passphrase; make one"));
    }
}
