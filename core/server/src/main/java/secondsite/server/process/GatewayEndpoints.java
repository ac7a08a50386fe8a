package secondsite.server.process;

import java.io.IOException;
import secondsite.api.transfer.Transfer;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;
import secondsite.server.web.Slices;

/** What agents send to be cached, and what is told of it. */
final class GatewayEndpoints {

    private final Senders senders;
    private final GatewayPairs pairs;

    GatewayEndpoints(Senders senders, GatewayPairs pairs) {
        this.senders = senders;
        this.pairs = pairs;
    }

    Routes and(RelayEndpoints relay) {
        Routes routes = new Routes()
                .post(Transfer.DISKS + "/{disk}/slices", this::slice)
                .get(Transfer.DISKS + "/{disk}/position", this::position)
                .get(Transfer.DISKS, this::status);
        return relay.addTo(routes);
    }

    private void slice(Exchange exchange) throws Exception {
        OpenPair open = senders.pair(exchange);
        Slices.answer(exchange, open.disk().take(Slices.slice(exchange, open.pair().disk())));
    }

    private void position(Exchange exchange) throws Exception {
        exchange.answer(Slices.position(senders.pair(exchange).disk().position()));
    }

    private void status(Exchange exchange) throws IOException {
        Senders.administrator(exchange);
        exchange.answer(pairs.statuses());
    }
}
