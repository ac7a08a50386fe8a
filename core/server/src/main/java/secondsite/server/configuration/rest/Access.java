package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.security.Role;
import secondsite.api.security.SecondPerson;
import secondsite.api.security.Session;
import secondsite.server.configuration.security.Sessions;
import secondsite.server.configuration.security.Users;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Who asks, and whether he may: somebody who is signed in, or an administrator's certificate. */
@Singleton
public final class Access {

    private static final String BEARER = "Bearer ";

    private final Sessions sessions;
    private final Users users;

    @Inject
    public Access(Sessions sessions, Users users) {
        this.sessions = sessions;
        this.users = users;
    }

    /**
     * Refuses who has not this role.
     *
     * @return who asks, for the audit log
     */
    String require(Role needed, Exchange exchange) {
        if (exchange.peer().kind() == Peer.Kind.ADMINISTRATOR) {
            return exchange.peer().name();
        }
        if (exchange.peer().kind() != Peer.Kind.STRANGER) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, "this is for people, not for " + exchange.peer());
        }
        Session session = session(exchange);
        if (!session.role().includes(needed)) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, "this needs the role " + needed.word() + "; "
                    + session.name() + " has the role " + session.role().word());
        }
        return session.name();
    }

    /**
     * The second person that some actions need, as the password proves.
     *
     * @param needed whether this is such an action
     * @return who agrees; empty when nobody has to
     */
    Optional<String> second(boolean needed, SecondPerson second, String who, Exchange exchange) {
        if (!needed) {
            return Optional.empty();
        }
        if (second == null || second.name() == null || second.password() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'secondPerson' is missing: name and password of another one who agrees; this needs two");
        }
        if (second.name().equals(who)) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, "the second person is another one than who asks");
        }
        users.check(second.name(), second.password(), exchange.address());
        boolean may = users.all().stream().filter(user -> user.name().equals(second.name()))
                .anyMatch(user -> Role.of(user.role()).includes(Role.OPERATOR));
        if (!may) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, second.name() + " may only look");
        }
        return Optional.of(second.name());
    }

    /** Whether who asks has this role. */
    boolean has(Role role, Exchange exchange) {
        return exchange.peer().kind() == Peer.Kind.ADMINISTRATOR || session(exchange).role().includes(role);
    }

    /** The session in which a request is made. */
    Session session(Exchange exchange) {
        return token(exchange).flatMap(sessions::find)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_SIGNED_IN, "sign in first, or again"));
    }

    static Optional<String> token(Exchange exchange) {
        return exchange.header("Authorization").filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()));
    }
}
