package secondsite.server.process.push;

import java.io.IOException;
import secondsite.api.ProblemCode;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.Pushing;
import secondsite.api.transfer.Transfer;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What only the configuration server has done on machines. */
public final class PushEndpoints {

    private static final String ID = "id";

    private final Pushes pushes;

    public PushEndpoints(Pushes pushes) {
        this.pushes = pushes;
    }

    public void addTo(Routes routes) {
        String one = Pushing.PUSHES + "/{id}";
        routes.put(one, Transfer.BODY_LIMIT_BYTES, this::begin).get(one, this::status).delete(one, this::cancel);
    }

    private void begin(Exchange exchange) throws IOException {
        configurationServer(exchange);
        exchange.answer(pushes.begin(exchange.uuid(ID), order(exchange)));
    }

    /** The body holds secrets: what is wrong with it is not quoted. */
    private static PushOrder order(Exchange exchange) throws IOException {
        try {
            return exchange.json(PushOrder.class);
        } catch (ProblemException e) {
            throw e.problem().code() == ProblemCode.BAD_REQUEST
                    ? new ProblemException(ProblemCode.BAD_REQUEST, "the body is no order")
                    : e;
        }
    }

    private void status(Exchange exchange) throws IOException {
        configurationServer(exchange);
        exchange.answer(pushes.status(exchange.uuid(ID)).orElseThrow(
                () -> new ProblemException(ProblemCode.NOT_FOUND, "this process server knows no such order")));
    }

    private void cancel(Exchange exchange) {
        configurationServer(exchange);
        pushes.cancel(exchange.uuid(ID));
        exchange.answerNothing();
    }

    private static void configurationServer(Exchange exchange) {
        if (exchange.peer().kind() != Peer.Kind.CONFIGURATION_SERVER) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not ask for this");
        }
    }
}
