package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import secondsite.api.point.DeletionOrder;
import secondsite.api.replication.PointRequest;
import secondsite.api.security.Role;
import secondsite.server.configuration.point.Pins;
import secondsite.server.configuration.point.PointAsk;
import secondsite.server.configuration.point.PointDeletions;
import secondsite.server.configuration.point.PointView;
import secondsite.server.configuration.point.TargetClocks;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** What machines can be brought back to: listed and pinned, destroyed after a quarantine, and the clocks by which that goes. */
@Singleton
public final class PointEndpoints implements Endpoints {

    private static final String MACHINE = "/v1/machines/{machine}";
    private static final String PIN = MACHINE + "/points/{point}/pin";
    private static final String DELETIONS = "/v1/deletions";
    private static final String CLOCKS = "/v1/clocks";

    private final PointView points;
    private final Pins pins;
    private final PointDeletions deletions;
    private final TargetClocks clocks;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public PointEndpoints(PointView points, Pins pins, PointDeletions deletions, TargetClocks clocks, Access access,
            Repeatable repeatable) {
        this.points = points;
        this.pins = pins;
        this.deletions = deletions;
        this.clocks = clocks;
        this.access = access;
        this.repeatable = repeatable;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get(MACHINE + "/points", this::points)
                .get(MACHINE + "/pins", this::pins)
                .post(PIN, this::pin)
                .delete(PIN, this::unpin)
                .get(DELETIONS, this::deletions)
                .post(DELETIONS, this::delete)
                .delete(DELETIONS + "/{deletion}", this::undo)
                .get(CLOCKS, this::clocks)
                .post(CLOCKS + "/{target}/confirmation", this::confirm));
    }

    private void points(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(points.of(exchange.uuid("machine"), PointAsk.of(exchange.query("from"), exchange.query("to"),
                exchange.query("kind"), exchange.query("order"), exchange.query("after"),
                exchange.optionalNumber("limit"))));
    }

    private void pins(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(pins.of(exchange.uuid("machine")));
    }

    private void pin(Exchange exchange) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        repeatable.answer(exchange, who, () -> pins.pin(exchange.uuid("machine"), exchange.uuid("point"),
                exchange.json(PointRequest.class).label(), who));
    }

    /** For administrators, as deletions are: what is older than the policy keeps goes at once when its pin does. */
    private void unpin(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        pins.unpin(exchange.uuid("machine"), exchange.uuid("point"), who);
        exchange.answerNothing();
    }

    private void deletions(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(deletions.all(exchange.query("state")));
    }

    private void delete(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        repeatable.answer(exchange, who, () -> {
            DeletionOrder order = exchange.json(DeletionOrder.class);
            Optional<String> second = access.second(
                    order.secondPerson() != null || PointDeletions.needsTwo(order), order.secondPerson(), who,
                    exchange);
            return deletions.request(order, second, who);
        });
    }

    private void undo(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        deletions.undo(exchange.uuid("deletion"), who);
        exchange.answerNothing();
    }

    private void clocks(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(clocks.all());
    }

    private void confirm(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        repeatable.answer(exchange, who, () -> clocks.confirm(exchange.parameter("target"), who));
    }
}
