package secondsite.server.target.rest;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.point.Pin;
import secondsite.api.point.PinRequest;
import secondsite.api.transfer.Transfer;
import secondsite.server.target.NotRecoverableException;
import secondsite.server.target.PinnedPoint;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.keeping.Deletions;
import secondsite.server.target.keeping.RequestCheck;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Points that are kept until somebody lets them go. */
final class PinEndpoints {

    private final ReplicaStore store;
    private final Deletions deletions;

    PinEndpoints(ReplicaStore store, Deletions deletions) {
        this.store = store;
        this.deletions = deletions;
    }

    Routes addTo(Routes routes) {
        String pins = Transfer.DISKS + "/{disk}/pins";
        return routes.post(pins, this::pin).get(pins, this::pins).delete(pins + "/{id}", this::unpin);
    }

    private void pin(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        Replica replica = AskedReplica.of(exchange, store);
        PinRequest request = exchange.json(PinRequest.class);
        RequestCheck.name("label", request.label());
        RequestCheck.name("who", request.who());
        UUID disk = replica.identity().disk();
        try {
            long sequence = AskedReplica.sequence(replica, request.at());
            exchange.answer(told(disk, deletions.sparing(disk, sequence,
                    () -> replica.pin(sequence, request.label(), request.who()))));
        } catch (NotRecoverableException e) {
            throw new ProblemException(ProblemCode.NOT_RECOVERABLE, e.getMessage());
        }
    }

    private void pins(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        Replica replica = AskedReplica.of(exchange, store);
        UUID disk = replica.identity().disk();
        List<Pin> pins = replica.pins().values().stream().map(pin -> told(disk, pin)).toList();
        exchange.answer(pins);
    }

    private void unpin(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        Replica replica = AskedReplica.of(exchange, store);
        String id = exchange.parameter("id");
        PinnedPoint pin = replica.pins().values().stream().filter(each -> id(each).equals(id)).findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such pin"));
        replica.unpin(pin.sequence());
        exchange.answerNothing();
    }

    private static String id(PinnedPoint pin) {
        return Long.toString(pin.sequence());
    }

    private static Pin told(UUID disk, PinnedPoint pin) {
        return new Pin(id(pin), disk, pin.sequence(), pin.time(), pin.label(), pin.who(), pin.made());
    }
}
