package secondsite.server.target.rest;

import secondsite.api.ProblemCode;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Who may ask a master target for what is not its process servers' business. */
final class Callers {

    private Callers() {}

    /** @throws ProblemException when it is neither an administrator nor the configuration server who asks */
    static void keepers(Exchange exchange) {
        Peer.Kind kind = exchange.peer().kind();
        if (kind != Peer.Kind.ADMINISTRATOR && kind != Peer.Kind.CONFIGURATION_SERVER) {
            throw refused(exchange);
        }
    }

    /** @throws ProblemException when it is not the configuration server who asks */
    static void configurationServer(Exchange exchange) {
        if (exchange.peer().kind() != Peer.Kind.CONFIGURATION_SERVER) {
            throw refused(exchange);
        }
    }

    private static ProblemException refused(Exchange exchange) {
        return new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not ask for this");
    }
}
