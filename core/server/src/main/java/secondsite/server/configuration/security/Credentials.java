package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.security.Credential;
import secondsite.api.security.NewCredential;
import secondsite.api.security.NewSecret;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.NamedCredentials;
import secondsite.server.configuration.store.NamedCredentials.Named;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** With what the deployment signs in somewhere else: at hypervisors, and at machines on which it installs agents. */
@Singleton
public final class Credentials {

    private static final int MOST = 1000;
    private static final int LONGEST_USER_NAME = 200;
    private static final int LONGEST_SECRET = 10_000;

    private final Database database;
    private final NamedCredentials named;
    private final Secrets secrets;
    private final AuditLog audit;
    private final InstantSource clock;

    @Inject
    public Credentials(Database database, NamedCredentials named, Secrets secrets, AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.named = named;
        this.secrets = secrets;
        this.audit = audit;
        this.clock = clock;
    }

    /** What it takes to sign in. Its text has no secret. */
    public record SignIn(String userName, String secret) {

        @Override
        public String toString() {
            return "SignIn[" + userName + "]";
        }
    }

    /** By name. */
    public List<Credential> all() {
        return database.read(named::all).stream().map(this::told).toList();
    }

    /**
     * For those who sign in with it; never for an answer.
     *
     * @throws IOException when the secret cannot be read any more; it has to be given again
     */
    public Optional<SignIn> find(UUID id) throws IOException {
        Optional<Named> found = database.read(all -> named.find(all, id));
        return found.isEmpty()
                ? Optional.empty()
                : secrets.reveal(secret(id)).map(secret -> new SignIn(found.get().userName(), secret));
    }

    public Credential add(NewCredential wanted, String who) {
        JoinChecks.name(wanted.name());
        if (wanted.kind() == null) {
            throw wrong("'kind' is missing; possible are HYPERVISOR and PUSH");
        }
        check(wanted.userName(), wanted.secret());
        var made = new Named(UUID.randomUUID(), wanted.name(), wanted.kind().name(), wanted.userName(), now());
        database.write(change -> {
            refuse(named.all(change), made.name());
            named.add(change, made);
            secrets.keep(change, secret(made.id()), wanted.secret());
            audit.note(change, who, "credential added", made.name(), made.kind() + " for user " + made.userName());
            return made;
        });
        return told(made);
    }

    private static void refuse(List<Named> before, String name) {
        if (before.stream().anyMatch(each -> each.name().equalsIgnoreCase(name))) {
            throw new ProblemException(ProblemCode.CONFLICT, "'name': there is a credential " + name + " already");
        }
        if (before.size() >= MOST) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    "there are " + before.size() + " credentials; more are not possible");
        }
    }

    public Credential change(UUID id, NewSecret wanted, String who) {
        check(wanted.userName(), wanted.secret());
        return told(database.write(change -> {
            Named before = existing(change, id);
            named.change(change, id, wanted.userName(), now());
            secrets.keep(change, secret(id), wanted.secret());
            audit.note(change, who, "credential changed", before.name(), "for user " + wanted.userName());
            return existing(change, id);
        }));
    }

    public void remove(UUID id, String who) {
        database.write(change -> {
            Named before = existing(change, id);
            named.remove(change, id);
            secrets.forget(change, secret(id));
            audit.note(change, who, "credential removed", before.name(), "for user " + before.userName());
            return before;
        });
    }

    private Named existing(Transaction change, UUID id) {
        return named.find(change, id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no credential " + id));
    }

    private Credential told(Named credential) {
        return new Credential(credential.id(), credential.name(), Credential.Purpose.valueOf(credential.kind()),
                credential.userName(), credential.changed(), secrets.readable(secret(credential.id())));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String secret(UUID id) {
        return "credential/" + id;
    }

    private static void check(String userName, String secret) {
        if (userName == null || userName.isBlank() || userName.length() > LONGEST_USER_NAME
                || userName.chars().anyMatch(Character::isISOControl)) {
            throw wrong("'userName' is missing, longer than " + LONGEST_USER_NAME
                    + " characters, or has characters that cannot be seen");
        }
        if (secret == null || secret.isEmpty() || secret.length() > LONGEST_SECRET) {
            throw wrong("'secret' is missing or longer than " + LONGEST_SECRET + " characters");
        }
    }

    private static ProblemException wrong(String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, what);
    }
}
