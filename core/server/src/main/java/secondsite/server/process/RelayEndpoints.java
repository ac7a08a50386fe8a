package secondsite.server.process;

import java.io.IOException;
import java.io.OutputStream;
import secondsite.api.client.Relay;
import secondsite.api.transfer.Transfer;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** What goes straight through to the target: the initial copy and checksums. */
final class RelayEndpoints {

    private final Senders senders;

    RelayEndpoints(Senders senders) {
        this.senders = senders;
    }

    Routes addTo(Routes routes) {
        String copy = Transfer.DISKS + "/{disk}/copy";
        return routes.get(copy, this::get).post(copy, this::post).post(copy + "/force", this::post)
                .post(copy + "/finish", this::post).get(Transfer.DISKS + "/{disk}/checksums", this::get);
    }

    private void get(Exchange exchange) throws IOException {
        target(exchange).get(exchange.pathAndQuery(), answering(exchange));
    }

    private void post(Exchange exchange) throws IOException {
        Relay target = target(exchange);
        target.post(exchange.pathAndQuery(), exchange.header("Content-Type").orElse(Transfer.BATCHES),
                exchange.contentLength(), exchange.bodyStream(), answering(exchange));
    }

    private Relay target(Exchange exchange) {
        return senders.pair(exchange).target().relay();
    }

    private static Relay.Answering answering(Exchange exchange) {
        return (status, contentType, length, headers) -> {
            headers.forEach(exchange::answerHeader);
            return status == 204 ? nothing(exchange) : exchange.answerStream(status, contentType, length);
        };
    }

    private static OutputStream nothing(Exchange exchange) {
        exchange.answerNothing();
        return OutputStream.nullOutputStream();
    }
}
