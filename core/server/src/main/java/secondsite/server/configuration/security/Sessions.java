package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import secondsite.api.security.Role;
import secondsite.api.security.Session;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Accounts;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.OpenSessions;
import secondsite.server.configuration.store.OpenSessions.OpenSession;

/** Those who are signed in. A session ends when it is not used for half a day, after a week, or when its user or password changes. */
@Singleton
public final class Sessions {

    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration LONGEST = Duration.ofDays(7);
    /** So often at most a use is written down. */
    private static final Duration NOTED = Duration.ofMinutes(5);
    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_LIMIT = 100;

    private final Database database;
    private final Users users;
    private final Accounts accounts;
    private final OpenSessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;

    @Inject
    public Sessions(Database database, Users users, Accounts accounts, OpenSessions sessions, AuditLog audit,
            InstantSource clock, SecureRandom random) {
        this.database = database;
        this.users = users;
        this.accounts = accounts;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Signs somebody in.
     *
     * @param address where the request came from
     */
    public Session open(String name, String password, String address) {
        users.check(name, password, address);
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Role role = database.write(change -> {
            sessions.sweep(change, now.minus(IDLE), now.minus(LONGEST));
            sessions.add(change, SecretDigest.of(token), new OpenSession(name, now, now));
            audit.note(change, name, "signed in", name, "from " + address);
            return Role.of(accounts.find(change, name).orElseThrow().role());
        });
        return new Session(name, role, token);
    }

    /** Who is signed in with this token; empty when nobody is, any more. */
    public Optional<Session> find(String token) {
        if (token.length() > TOKEN_LIMIT) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        String digest = SecretDigest.of(token);
        Optional<OpenSession> open = database.read(all -> sessions.find(all, digest))
                .filter(session -> now.isBefore(session.used().plus(IDLE))
                        && now.isBefore(session.opened().plus(LONGEST)));
        if (open.isPresent() && now.isAfter(open.get().used().plus(NOTED))) {
            database.write(change -> {
                sessions.use(change, digest, now);
                return now;
            });
        }
        return open.flatMap(session -> database.read(all -> accounts.find(all, session.account())))
                .map(account -> new Session(account.name(), Role.of(account.role()), null));
    }

    public void end(String token) {
        database.write(change -> {
            sessions.end(change, SecretDigest.of(token));
            return token;
        });
    }
}
