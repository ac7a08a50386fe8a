package secondsite.server.process;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Position;
import secondsite.api.transfer.Transfer;
import secondsite.engine.ship.ShippingProgress;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;
import secondsite.server.web.Slices;

/** What agents send to be cached, and what is told of it. */
final class GatewayEndpoints {

    private final Pairs pairs;
    private final Map<UUID, GatewayDisk> disks;

    GatewayEndpoints(Pairs pairs, Map<UUID, GatewayDisk> disks) {
        this.pairs = pairs;
        this.disks = Map.copyOf(disks);
    }

    Routes and(RelayEndpoints relay) {
        Routes routes = new Routes()
                .post(Transfer.DISKS + "/{disk}/slices", this::slice)
                .get(Transfer.DISKS + "/{disk}/position", this::position)
                .get(Transfer.DISKS, this::status);
        return relay.addTo(routes);
    }

    private void slice(Exchange exchange) throws Exception {
        UUID disk = pairs.disk(exchange);
        Slices.answer(exchange, disks.get(disk).take(Slices.slice(exchange, disk)));
    }

    private void position(Exchange exchange) throws Exception {
        exchange.answer(Slices.position(disks.get(pairs.disk(exchange)).position()));
    }

    private void status(Exchange exchange) throws IOException {
        Pairs.administrator(exchange);
        List<GatewayStatus> all = disks.entrySet().stream().map(entry -> status(entry.getKey(), entry.getValue()))
                .toList();
        exchange.answer(all);
    }

    private static GatewayStatus status(UUID id, GatewayDisk disk) {
        return disk.progress().map(progress -> status(id, disk, progress))
                .orElseGet(() -> new GatewayStatus(id, "closed", 0, new Position(0, 0, 0), 0, 0, 0, 0, null));
    }

    private static GatewayStatus status(UUID id, GatewayDisk disk, ShippingProgress progress) {
        return new GatewayStatus(id, word(progress.state()), progress.lastSequence(),
                Slices.position(progress.position()),
                disk.bytes(), progress.bytesWaiting(), progress.bytesPerSecond(), progress.lagSeconds(),
                progress.lastError().orElse(null));
    }

    private static String word(Object state) {
        return state.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
