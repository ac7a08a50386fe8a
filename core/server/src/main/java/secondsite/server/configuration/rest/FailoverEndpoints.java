package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.FailoverList;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.PointChange;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.ReverseRequest;
import secondsite.api.security.Role;
import secondsite.server.configuration.recovery.FailoverView;
import secondsite.server.configuration.recovery.Failovers;
import secondsite.server.configuration.recovery.RecoveryChoices;
import secondsite.server.configuration.recovery.Reversals;
import secondsite.server.web.Endpoint;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Machines brought up from their replicas, and how they are to be. */
@Singleton
public final class FailoverEndpoints implements Endpoints {

    private static final String MACHINE = "/v1/machines/{machine}";
    private static final String SETTINGS = MACHINE + "/recovery-settings";
    private static final String FAILOVERS = "/v1/failovers";
    private static final String FAILOVER = FAILOVERS + "/{failover}";
    private static final String PNG = "image/png";
    private static final long SETTINGS_BYTES = 64 << 10;

    private final Failovers failovers;
    private final Reversals reversals;
    private final FailoverView view;
    private final RecoveryChoices choices;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public FailoverEndpoints(Failovers failovers, Reversals reversals, FailoverView view, RecoveryChoices choices,
            Access access,
            Repeatable repeatable) {
        this.failovers = failovers;
        this.reversals = reversals;
        this.view = view;
        this.choices = choices;
        this.access = access;
        this.repeatable = repeatable;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get(SETTINGS, this::settings)
                .put(SETTINGS, SETTINGS_BYTES, this::set)
                .post(MACHINE + "/failovers/preview", this::preview)
                .post(MACHINE + "/failovers", this::order)
                .post(MACHINE + "/reversal", this::reverse)
                .get(FAILOVERS, this::some)
                .get(FAILOVER, this::one)
                .get(FAILOVER + "/picture", this::picture)
                .get(FAILOVER + "/console", this::console)
                .post(FAILOVER + "/cleaning", action(Role.OPERATOR, (failover, who, exchange) -> failovers
                        .clean(failover, exchange.json(CleaningRequest.class), who)))
                .post(FAILOVER + "/point", action(Role.OPERATOR, (failover, who, exchange) -> failovers
                        .change(failover, exchange.json(PointChange.class), who)))
                .post(FAILOVER + "/start",
                        action(Role.OPERATOR, (failover, who, _) -> failovers.restart(failover, who)))
                .post(FAILOVER + "/commit",
                        action(Role.ADMIN, (failover, who, _) -> failovers.commit(failover, who)))
                .post(FAILOVER + "/cancelling",
                        action(Role.OPERATOR, (failover, who, _) -> failovers.cancel(failover, who))));
    }

    private void settings(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(choices.of(exchange.uuid("machine")));
    }

    /** For administrators: they name files of the host. */
    private void set(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(choices.set(exchange.uuid("machine"), exchange.json(RecoverySettings.class), who));
    }

    private void preview(Exchange exchange) throws IOException {
        access.require(Role.OPERATOR, exchange);
        exchange.answer(failovers.preview(exchange.uuid("machine"), exchange.json(FailoverRequest.class)));
    }

    private void order(Exchange exchange) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        FailoverRequest request = exchange.json(FailoverRequest.class);
        if (request.afterwards() == FailoverRequest.Afterwards.COMMIT) {
            access.require(Role.ADMIN, exchange);
        }
        repeatable.answer(exchange, who, () -> failovers.order(exchange.uuid("machine"), request, who));
    }

    private void reverse(Exchange exchange) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        ReverseRequest request = exchange.json(ReverseRequest.class);
        repeatable.answer(exchange, who, () -> reversals.order(exchange.uuid("machine"), request, who));
    }

    private void some(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        String open = exchange.query("open").orElse("false");
        if (!open.equals("true") && !open.equals("false")) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the parameter 'open' is true or false");
        }
        exchange.answer(new FailoverList(view.some(exchange.optionalUuid("machine"), open.equals("true"))));
    }

    private void one(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(view.one(exchange.uuid("failover")));
    }

    private void picture(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(200, PNG, view.picture(exchange.uuid("failover")));
    }

    private void console(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(view.console(exchange.uuid("failover"), exchange.optionalNumber("offset").orElse(0)));
    }

    private interface Action {

        Object of(UUID failover, String who, Exchange exchange) throws IOException;
    }

    private Endpoint action(Role needed, Action action) {
        return exchange -> {
            String who = access.require(needed, exchange);
            repeatable.answer(exchange, who, () -> action.of(exchange.uuid("failover"), who, exchange));
        };
    }
}
