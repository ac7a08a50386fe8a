package secondsite.server.target.rest;

import java.io.IOException;
import java.time.InstantSource;
import secondsite.api.point.ClockConfirmation;
import secondsite.api.point.DeletionRequest;
import secondsite.api.point.Points;
import secondsite.api.point.TargetClock;
import secondsite.api.transfer.Transfer;
import secondsite.server.target.ClockGuard;
import secondsite.server.target.keeping.Deletions;
import secondsite.server.target.keeping.RequestCheck;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** What is to be destroyed, and the clock by which it is. */
final class DeletionEndpoints {

    private final Deletions deletions;
    private final ClockGuard guard;
    private final InstantSource clock;

    DeletionEndpoints(Deletions deletions, ClockGuard guard, InstantSource clock) {
        this.deletions = deletions;
        this.guard = guard;
        this.clock = clock;
    }

    Routes addTo(Routes routes) {
        return routes.post(Transfer.DISKS + "/{disk}/deletions", this::request)
                .get(Points.DELETIONS, this::all)
                .delete(Points.DELETIONS + "/{id}", this::undo)
                .get(Points.CLOCK, this::clock)
                .post(Points.CLOCK_CONFIRMATION, this::confirm);
    }

    private void request(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        exchange.answer(deletions.request(exchange.uuid("disk"), exchange.json(DeletionRequest.class)));
    }

    private void all(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        exchange.answer(deletions.all());
    }

    private void undo(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        deletions.undo(exchange.uuid("id"));
        exchange.answerNothing();
    }

    private void clock(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        exchange.answer(told());
    }

    private void confirm(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        String who = exchange.json(ClockConfirmation.class).who();
        RequestCheck.name("who", who);
        guard.confirm(who);
        exchange.answer(told());
    }

    private TargetClock told() throws IOException {
        String frozen = guard.check().orElse(null);
        return new TargetClock(clock.instant(), frozen, guard.doubtedSince().orElse(null));
    }
}
