package secondsite.server.process;

import secondsite.api.ProblemCode;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Who may do what here. */
final class Senders {

    private final GatewayPairs pairs;

    Senders(GatewayPairs pairs) {
        this.pairs = pairs;
    }

    /** The pair of the request's path, which only its own agent may send. */
    OpenPair pair(Exchange exchange) {
        OpenPair open = pairs.of(exchange.uuid("disk"));
        if (!exchange.peer().equals(new Peer(Peer.Kind.AGENT, open.pair().agent()))) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED,
                    exchange.peer() + " may not send disk " + open.pair().disk());
        }
        return open;
    }

    /** @throws ProblemException when it is no administrator who asks */
    static void administrator(Exchange exchange) {
        if (exchange.peer().kind() != Peer.Kind.ADMINISTRATOR) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not ask for this");
        }
    }
}
