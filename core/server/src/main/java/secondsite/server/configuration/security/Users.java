package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Accounts;
import secondsite.server.configuration.store.Accounts.Account;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.OpenSessions;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** Those who can sign in, and their passwords. There is always one with the role of an administrator. */
@Singleton
public final class Users {

    private static final String FIRST = "admin";
    private static final int FIRST_PASSWORD_GROUPS = 4;
    private static final int LEAST_CHARACTERS = 12;
    private static final int MOST_CHARACTERS = 200;

    private final Database database;
    private final Accounts accounts;
    private final OpenSessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Attempts attempts;
    /** Tried when there is no such user, so that time does not tell who there is. */
    private final String nobodysHash;

    @Inject
    public Users(Database database, Accounts accounts, OpenSessions sessions, AuditLog audit, InstantSource clock,
            SecureRandom random) {
        this.database = database;
        this.accounts = accounts;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        this.attempts = new Attempts(clock);
        this.nobodysHash = SlowHash.ofNothing(random);
    }

    /** Makes the first administrator, {@value #FIRST}, if there is nobody yet. @return the password, which nobody learns again */
    public Optional<String> makeFirst() {
        if (!all().isEmpty()) {
            return Optional.empty();
        }
        String password = Words.random(FIRST_PASSWORD_GROUPS, random);
        String hash = SlowHash.of(password, random);
        return database.write(change -> {
            accounts.add(change, new Account(FIRST, hash, Role.ADMIN.word(), clock.instant()));
            audit.note(change, "first start", "user added", FIRST, Role.ADMIN.word());
            return Optional.of(password);
        });
    }

    /**
     * Whether this is somebody's password.
     *
     * @param address where the request came from
     * @throws ProblemException when it is not, or too many wrong ones came before
     */
    public void check(String name, String password, String address) {
        // By address, never by name: else anybody could keep an administrator out.
        attempts.refuseWhoGuesses(address);
        Optional<Account> found = name == null ? Optional.empty() : database.read(all -> accounts.find(all, name));
        boolean right = password != null && password.length() <= MOST_CHARACTERS
                && SlowHash.matches(normal(password), found.map(Account::hash).orElse(nobodysHash))
                && found.isPresent();
        if (!right) {
            attempts.failed(address);
            throw new ProblemException(ProblemCode.NOT_SIGNED_IN, "name or password is wrong");
        }
        attempts.succeeded(address);
    }

    public List<Account> all() {
        return database.read(accounts::all);
    }

    public void add(NewUser user, String who) {
        JoinChecks.name(user.name());
        if (user.role() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'role' is missing");
        }
        String hash = SlowHash.of(checked(user.name(), user.password()), random);
        database.write(change -> {
            if (accounts.find(change, user.name()).isPresent()) {
                throw new ProblemException(ProblemCode.CONFLICT, "there is a user " + user.name() + " already");
            }
            accounts.add(change, new Account(user.name(), hash, user.role().word(), clock.instant()));
            audit.note(change, who, "user added", user.name(), user.role().word());
            return user;
        });
    }

    /** Ends all sessions of this user. */
    public void setPassword(String name, String password, String who) {
        String hash = SlowHash.of(checked(name, password), random);
        database.write(change -> {
            existing(change, name);
            accounts.setHash(change, name, hash);
            sessions.endAll(change, name);
            audit.note(change, who, "password changed", name, "");
            return name;
        });
    }

    /** Holds from the next request on. */
    public void setRole(String name, Role role, String who) {
        if (role == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'role' is missing");
        }
        database.write(change -> {
            Account before = existing(change, name);
            accounts.setRole(change, name, role.word());
            refuseNoAdministrator(change);
            audit.note(change, who, "role changed", name, before.role() + " to " + role.word());
            return name;
        });
    }

    /** With all sessions. */
    public void remove(String name, String who) {
        database.write(change -> {
            existing(change, name);
            accounts.remove(change, name);
            refuseNoAdministrator(change);
            audit.note(change, who, "user removed", name, "");
            return name;
        });
    }

    private Account existing(Transaction change, String name) {
        return accounts.find(change, name)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such user"));
    }

    private void refuseNoAdministrator(Transaction change) {
        if (accounts.all(change).stream().noneMatch(account -> account.role().equals(Role.ADMIN.word()))) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    "this is the last administrator; give somebody else that role first");
        }
    }

    private static String checked(String name, String password) {
        int length = password == null ? 0 : password.codePointCount(0, password.length());
        if (length < LEAST_CHARACTERS || password.length() > MOST_CHARACTERS) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'password' has " + length + " characters; "
                    + LEAST_CHARACTERS + " to " + MOST_CHARACTERS + " are needed");
        }
        if (password.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'password' must not hold the name");
        }
        return normal(password);
    }

    /** The same letter may be typed as one character or as two. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
