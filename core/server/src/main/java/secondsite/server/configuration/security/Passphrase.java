package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Settings;

/** The words with which any program may join the deployment. Only a hash of them is kept. */
@Singleton
public final class Passphrase {

    private static final String SETTING = "passphrase";
    private static final int GROUPS = 6;

    private final Database database;
    private final Settings settings;
    private final AuditLog audit;
    private final SecureRandom random;

    @Inject
    public Passphrase(Database database, Settings settings, AuditLog audit, SecureRandom random) {
        this.database = database;
        this.settings = settings;
        this.audit = audit;
        this.random = random;
    }

    /** Makes it if there is none yet. @return the words, which nobody learns again; empty when there were some before */
    public Optional<String> make() {
        return settings.find(SETTING).isPresent() ? Optional.empty() : Optional.of(renew("first start"));
    }

    /** Makes another one; the one before holds no longer. */
    public String renew(String who) {
        String words = Words.random(GROUPS, random);
        String hash = SlowHash.of(Words.plain(words), random);
        return database.write(change -> {
            settings.put(change, SETTING, hash);
            audit.note(change, who, "passphrase changed", "deployment", "");
            return words;
        });
    }

    boolean matches(String typed) {
        return settings.find(SETTING).filter(hash -> SlowHash.matches(Words.plain(typed), hash)).isPresent();
    }
}
