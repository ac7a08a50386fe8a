package secondsite.server.target.rest;

import java.io.IOException;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.host.KeptExport;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.transfer.Transfer;
import secondsite.server.target.NotRecoverableException;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.keeping.KeptExports;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Disks as they were, served to machines until the configuration server lets them go. */
final class KeptExportEndpoints {

    private static final long LONGEST_REQUEST_BYTES = 64 << 10;

    private final ReplicaStore store;
    private final KeptExports exports;

    KeptExportEndpoints(ReplicaStore store, KeptExports exports) {
        this.store = store;
        this.exports = exports;
    }

    Routes addTo(Routes routes) {
        String all = Transfer.DISKS + "/{disk}/kept-exports";
        return routes.get(all, this::all).put(all + "/{id}", LONGEST_REQUEST_BYTES, this::keep)
                .delete(all + "/{id}", this::release);
    }

    private void all(Exchange exchange) throws IOException {
        Callers.configurationServer(exchange);
        exchange.answer(exports.all(AskedReplica.of(exchange, store)));
    }

    private void keep(Exchange exchange) throws IOException {
        Callers.configurationServer(exchange);
        Replica replica = AskedReplica.of(exchange, store);
        UUID id = exchange.uuid("id");
        KeptExportRequest request = exchange.json(KeptExportRequest.class);
        try {
            KeptExport kept = exports.keep(replica, id, request, () -> AskedReplica.sequence(replica, request.at()));
            exchange.answer(kept);
        } catch (NotRecoverableException e) {
            throw new ProblemException(ProblemCode.NOT_RECOVERABLE, e.getMessage());
        }
    }

    /** Of a disk whose replica is gone nothing is kept. */
    private void release(Exchange exchange) throws IOException {
        Callers.configurationServer(exchange);
        UUID id = exchange.uuid("id");
        var replica = store.find(exchange.uuid("disk"));
        if (replica.isPresent()) {
            exports.release(replica.get(), id);
        }
        exchange.answerNothing();
    }
}
