package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.security.Role;
import secondsite.api.security.Session;
import secondsite.server.configuration.security.Sessions;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Who asks, and whether he may: somebody who is signed in, or an administrator's certificate. */
@Singleton
public final class Access {

    private static final String BEARER = "Bearer ";

    private final Sessions sessions;

    @Inject
    public Access(Sessions sessions) {
        this.sessions = sessions;
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
